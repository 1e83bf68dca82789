import { expect, test } from 'vitest';
import { list, map, optional } from './collection.ts';
import { hasDefault } from './node.ts';
import { object } from './object.ts';
import { integer, string } from './scalar.ts';

const route = object('A route.', { host: string('Its host.', { default: 'a' }) });
const bare = object('A route.', { host: string('Its host.') });

test('a list is empty by default', () => {
  expect(list('Names.', string('A name.'), { minItems: 1 }).schema).toEqual({
    description: 'Names.',
    type: 'array',
    items: { description: 'A name.', type: 'string' },
    default: [],
    minItems: 1,
  });
  expect(list('Names.', string('A name.'), { default: ['a'] }).schema.default).toEqual(['a']);
});

test('a member of a map may be null, since that is how a default is taken away', () => {
  expect(map('Labels.', string('A label.'), { keys: '^[a-z]+$' }).schema).toEqual({
    description: 'Labels.',
    type: 'object',
    propertyNames: { pattern: '^[a-z]+$' },
    additionalProperties: {
      anyOf: [{ description: 'A label.', type: 'string' }, { type: 'null' }],
    },
    default: {},
  });
});

test('what may be absent has no default, and neither has anything in it', () => {
  expect(() => optional(integer('A port.', { default: 80 }))).toThrow(
    'the optional value "A port." has the default 80, which Helm would never use: leave out one of the two',
  );
  const ports = optional(list('Ports.', integer('A port.')));
  expect(ports.optional).toBe(true);
  expect(hasDefault(ports.schema)).toBe(false);
  expect(optional(object('A server.', { route })).schema).toEqual(
    object('A server.', { route: bare }).schema,
  );
});

test('nothing in an item of a list or a member of a map has a default', () => {
  expect(list('Routes.', route).schema).toEqual(list('Routes.', bare).schema);
  expect(map('Routes.', route).schema).toEqual(map('Routes.', bare).schema);
});
