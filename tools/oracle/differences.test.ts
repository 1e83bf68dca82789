import { expect, test } from 'vitest';
import { differences } from './differences.ts';

test('lists the lines that differ', () => {
  expect(differences(['a', 'b'], ['a', 'b'])).toEqual([]);
  expect(differences(['a', 'b', 'c'], ['a', 'x'])).toEqual(['- b', '+ x', '- c', '+ undefined']);
});

test('ignores lines that differ in another run, too', () => {
  expect(differences(['a', 'b'], ['x', 'b'], ['c', 'b'])).toEqual([]);
  expect(differences(['a', 'b'], ['x', 'y'], ['c', 'b'])).toEqual(['- b', '+ y']);
});
