import { expect, test } from 'vitest';
import { optional } from './collection.ts';
import { object } from './object.ts';
import { boolean, string } from './scalar.ts';

test('an object is closed and demands what is not optional', () => {
  const { schema } = object('A server.', {
    host: string('Its host.', { default: 'db' }),
    user: string('Its user.'),
    socket: optional(string('Its socket.')),
  });
  expect(schema).toMatchObject({ required: ['host', 'user'], additionalProperties: false });
  expect(Object.keys(schema.properties ?? {})).toEqual(['host', 'user', 'socket']);
});

test.each(['y', 'n', 'Y', 'yes', 'No', 'on', 'OFF', 'true', 'False', 'null', '~'])(
  'YAML 1.1 reads %s as no text, so it is no key',
  (key) => {
    expect(() => object('Flags.', { [key]: boolean('A flag.') })).toThrow(
      new TypeError(`YAML 1.1 reads the key "${key}" as a boolean or null: choose another name`),
    );
  },
);

test('all unreadable keys are named at once', () => {
  expect(() => object('Flags.', { on: boolean('On.'), off: boolean('Off.') })).toThrow(
    'the key "on", "off"',
  );
});

test('keys that only begin like a boolean are keys', () => {
  expect(() => object('Flags.', { online: boolean('On.'), nodes: boolean('Off.') })).not.toThrow();
});
