import { integer, type Node, object, oneOf, quantity, raw, string } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { unportable } from './portable.ts';

const said = (node: Node<unknown>): readonly string[] =>
  unportable(object('S.', { a: node }).schema, {}).map(({ message }) => message);

test.each([
  [oneOf('A.', ['b', 'c'], { default: 'd' as 'b' }), '"d" is not one of b, c'],
  [integer('A.', { minimum: 3, default: 2 }), '2 is less than 3'],
  [integer('A.', { maximum: 3, default: 4 }), '4 is more than 3'],
  [string('A.', { minLength: 2, default: 'a' }), '"a" has less than 2 characters'],
  [string('A.', { maxLength: 2, default: 'abc' }), '"abc" has more than 2 characters'],
  [string('A.', { pattern: '^b$', default: 'a' }), '"a" does not match ^b$'],
])('reports a default that the schema does not allow', (node, problem) => {
  expect(said(node)).toEqual([
    `the default ${problem}, so Helm rejects the chart with its default values`,
  ]);
});

test.each([
  oneOf('A.', ['b', 'c'], { default: 'c' }),
  integer('A.', { minimum: 3, maximum: 3, default: 3 }),
  quantity('A.', { default: '64Mi' }),
  string('A.', { pattern: '(?i)^B$', default: 'b' }),
  raw<unknown>({ type: ['string', 'integer'], minimum: 3, pattern: '^b$' }, 'A.', { default: 'b' }),
])('accepts a default that the schema allows', (node) => {
  expect(said(node)).toEqual([]);
});
