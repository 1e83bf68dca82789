import { expect, test } from 'vitest';
import { operatorsIn } from './operator-places.ts';

test.each([
  'a ? 1 : 2',
  'a ?.5 : 2',
  'if (a) b()',
  'while (a) b()',
  'do b(); while (a)',
  '!a',
  'a && b',
  'a || b',
  'a ?? b',
  'a + b',
  'a == b',
  'a !== b',
  'JSON.stringify(a)',
])('finds an operator in %s', (text) => {
  expect(operatorsIn(text)(0, text.length)).toBe(true);
});

test('finds the hole of a template literal', () => {
  const text = ['`x$', '{a}`'].join('');
  expect(operatorsIn(text)(0, text.length)).toBe(true);
});

test.each(['const a: { b?: string } = c', 'a?.b', 'f(a, { b })'])('finds none in %s', (text) => {
  expect(operatorsIn(text)(0, text.length)).toBe(false);
});

test('finds an operator only in a range that contains its first character', () => {
  const text = 'f(a); b && c; g(!d)';
  const at = text.indexOf('&&');
  const has = operatorsIn(text);
  expect([has(0, at), has(0, at + 1), has(at, at + 1), has(at + 1, at + 3)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect([has(at + 1, text.length), has(text.length, text.length)]).toEqual([true, false]);
});
