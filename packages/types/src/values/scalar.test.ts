import { expect, test } from 'vitest';
import { boolean, host, integer, number, oneOf, port, quantity, string } from './scalar.ts';

test('a scalar is its JSON Schema', () => {
  expect(string('A text.', { default: 'a', pattern: '^a', maxLength: 3 }).schema).toEqual({
    description: 'A text.',
    type: 'string',
    default: 'a',
    pattern: '^a',
    maxLength: 3,
  });
  expect(number('A ratio.', { minimum: 0 }).schema).toEqual({
    description: 'A ratio.',
    type: 'number',
    minimum: 0,
  });
  expect(boolean('A flag.', { default: false }).schema).toEqual({
    description: 'A flag.',
    type: 'boolean',
    default: false,
  });
  expect(oneOf('A mode.', ['fast', 'slow']).schema).toEqual({
    description: 'A mode.',
    type: 'string',
    enum: ['fast', 'slow'],
  });
});

test('a text that is refused is said to be, since Helm prints a const and nothing of a not', () => {
  expect(string('A tag.', { not: ['latest', 'edge'] }).schema).toEqual({
    description: 'A tag.',
    type: 'string',
    if: { not: { enum: ['latest', 'edge'] } },
    else: { const: 'another text than latest, edge' },
  });
});

test('an integer is at most what a float64 holds, or less', () => {
  expect(integer('A count.').schema).toEqual({
    description: 'A count.',
    type: 'integer',
    maximum: 9007199254740991,
  });
  expect(integer('A count.', { maximum: 600 }).schema.maximum).toBe(600);
});

test('a port is between 1 and 65535', () => {
  expect(port('A port.', { default: 80 }).schema).toMatchObject({
    type: 'integer',
    minimum: 1,
    maximum: 65535,
    default: 80,
  });
});

test.each([
  [quantity('Memory.'), ['250m', '64Mi', '1', '1.5Gi'], ['64 Mi', '-1', '64MiB', '', '1\n2']],
  [host('A host.'), ['db', 'db.msp.svc', '10.0.0.1', 'fd00::1'], ['', 'db:', 'a b', 'a\nb', '-a']],
])('$schema.description has a pattern for its text', ({ schema }, good, bad) => {
  const pattern = new RegExp(String(schema.pattern));
  expect(good.filter((one) => !pattern.test(one))).toEqual([]);
  expect(bad.filter((one) => pattern.test(one))).toEqual([]);
});

test('what a person must know of a value stands in its schema', () => {
  const { schema } = string('A name.', {
    deprecated: 'use fullnameOverride',
    renamedFrom: 'title',
    immutable: true,
    readBy: 'Flux',
  });
  expect(schema).toEqual({
    description: 'A name.',
    type: 'string',
    deprecated: true,
    'x-deprecated': 'use fullnameOverride',
    'x-renamed-from': 'title',
    'x-immutable': true,
    'x-read-by': 'Flux',
  });
  expect(Object.keys(string('A name.', { immutable: false }).schema)).toEqual([
    'description',
    'type',
  ]);
});
