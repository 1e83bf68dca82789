import { expect, test } from 'vitest';
import type { Values } from './mutable.ts';
import { setPath } from './strvals.ts';

const set = (
  path: string,
  text: string,
  values: Values = {},
  style: Parameters<typeof setPath>[3] = 'typed',
) => {
  setPath(values, path, text, style);
  return values;
};

test('sets a value within mappings', () => {
  expect(set('a.b', 'x')).toEqual({ a: { b: 'x' } });
  expect(set('a.b', 'x', { a: { c: 1 } })).toEqual({ a: { b: 'x', c: 1 } });
});

test('guesses types', () => {
  const guess = (text: string) => set('a', text).a;
  expect(['true', 'FALSE', 'Null', '0', '12', '-3', '+4', '007', '1.5', ''].map(guess)).toEqual([
    true,
    false,
    null,
    0,
    12,
    -3,
    4,
    '007',
    '1.5',
    '',
  ]);
  expect(guess('9223372036854775808')).toBe('9223372036854775808');
});

test('keeps a string a string', () => {
  expect(set('a', 'true', {}, 'string')).toEqual({ a: 'true' });
});

test('parses braces as a list', () => {
  expect(set('a', '{x,1,true}')).toEqual({ a: ['x', 1, true] });
});

test('a comma separates values unless it is escaped', () => {
  expect(set('a', 'x,b.c=y')).toEqual({ a: 'x', b: { c: 'y' } });
  expect(set('a', 'x\\,y')).toEqual({ a: 'x,y' });
});

test('an escaped dot is part of the key', () => {
  expect(set('nodeSelector.kubernetes\\.io/role', 'master')).toEqual({
    nodeSelector: { 'kubernetes.io/role': 'master' },
  });
});

test('sets items of lists and fills missing items with null', () => {
  expect(set('a[2]', 'x')).toEqual({ a: [null, null, 'x'] });
  expect(set('a[1]', 'x', { a: ['p', 'q', 'r'] })).toEqual({ a: ['p', 'x', 'r'] });
  expect(set('a[0].b', 'x', { a: [{ c: 1 }] })).toEqual({ a: [{ b: 'x', c: 1 }] });
  expect(set('a[0][1]', 'x')).toEqual({ a: [[null, 'x']] });
});

test('keeps a literal unchanged', () => {
  expect(set('a.x\\.yml', '{"a": [1, 2]}, b=c', {}, 'literal')).toEqual({
    a: { 'x.yml': '{"a": [1, 2]}, b=c' },
  });
});

test('rejects what helm rejects', () => {
  const problem = (path: string, text: string, values: Values = {}) => {
    try {
      return set(path, text, values);
    } catch (error) {
      return error instanceof SyntaxError && error.message;
    }
  };
  expect([
    problem('a', 'x,b'),
    problem('a', 'x,b,'),
    problem('a', '{x'),
    problem('a[x]', 'y'),
    problem('a[99999]', 'y'),
    problem('a[0]b', 'y'),
    problem('a.b', 'x', { a: 1 }),
    problem('a[0]', 'x', { a: 1 }),
    problem('a.'.repeat(31), 'x'),
  ]).toMatchInlineSnapshot(`
    [
      "key "b" has no value",
      "key "b" has no value (cannot end with ,)",
      "a list must end with '}'",
      ""[x" is not an index from 0 to 65536 in brackets",
      ""[99999" is not an index from 0 to 65536 in brackets",
      "unexpected "b" after an index",
      ""a" is not a mapping",
      ""a" is not a list",
      "a path has at most 30 dots",
    ]
  `);
});
