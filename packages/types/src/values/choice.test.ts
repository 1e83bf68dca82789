import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { choice } from './choice.ts';
import { optional } from './collection.ts';
import { object } from './object.ts';
import { boolean, port, string } from './scalar.ts';

const storage = choice(
  'Where data lies.',
  {
    disk: { path: string('Its path.', { default: '/data' }) },
    bucket: {
      name: string('Its name.'),
      server: object('Its server.', {
        host: string('Its host.'),
        port: port('Port.', { default: 443 }),
      }),
      region: optional(string('Its region.')),
    },
  },
  { default: 'disk' },
);
const valid = new Ajv({ strict: false }).compile(storage.schema);
/** What Helm validates when nothing but the defaults is there, with some of it replaced. */
const merged = (changes: object) => ({
  type: 'disk',
  disk: { path: '/data' },
  bucket: { server: { port: 443 } },
  ...changes,
});
const complete = { name: 'a', server: { host: 'b', port: 443 } };

test.each([
  ['the default shape, and the other one incomplete', merged({})],
  ['another shape, complete', merged({ type: 'bucket', bucket: complete })],
  [
    'a shape with what is optional',
    merged({ type: 'bucket', bucket: { ...complete, region: 'c' } }),
  ],
  ['a shape that is complete and not chosen', merged({ bucket: complete })],
])('accepts %s', (_, values) => {
  expect(valid(values)).toBe(true);
});

test.each([
  [
    'a chosen shape that lacks a value',
    merged({ type: 'bucket', bucket: { server: complete.server } }),
  ],
  [
    'a chosen shape that lacks a value deep in it',
    merged({ type: 'bucket', bucket: { name: 'a', server: { port: 1 } } }),
  ],
  ['a shape that nobody knows', merged({ type: 'tape' })],
  ['no type', { disk: { path: '/' }, bucket: complete }],
  [
    'a shape that was taken away, which templates walk through',
    { type: 'disk', disk: { path: '/' } },
  ],
  ['a default that was taken away', merged({ disk: {} })],
  ['a value that no shape has', merged({ disk: { path: '/', size: 1 } })],
  [
    'a wrong type in a shape that is not chosen',
    merged({ bucket: { name: 1, server: { port: 443 } } }),
  ],
  ['a shape that the choice does not have', merged({ tape: {} })],
])('refuses %s', (_, values) => {
  expect(valid(values)).toBe(false);
});

test('a shape has a name that templates can read and that is not the discriminator', () => {
  const shapes = (name: string) => () =>
    choice('A choice.', { [name]: {}, other: {} }, { default: name });
  expect(shapes('on')).toThrow('YAML 1.1 reads the key "on"');
  expect(shapes('type')).toThrow('a shape cannot be called "type"');
});

test('a shape of keys that YAML 1.1 misreads is refused', () => {
  expect(() =>
    choice('A choice.', { a: { no: boolean('A flag.') }, b: {} }, { default: 'a' }),
  ).toThrow('YAML 1.1 reads the key "no"');
});

test('all that is wrong with a choice is said at once', () => {
  expect(() => choice('A choice.', { type: {} }, { default: 'type' })).toThrow(
    /a shape cannot be called "type".*; a choice has several shapes/,
  );
});

test('one shape is no choice', () => {
  expect(() => choice('A choice.', { a: {} }, { default: 'a' })).toThrow(
    'a choice has several shapes',
  );
});
