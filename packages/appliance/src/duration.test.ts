import { expect, test } from 'vitest';
import { milliseconds, printDuration } from './duration.ts';

test.each([
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['1.5m', 90_000],
  ['250ms', 250],
  ['', undefined],
  ['10', undefined],
  ['10 m', undefined],
  ['-1s', undefined],
])('%j', (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});

test('people read seconds, and minutes where they are many', () => {
  expect([2_000, 89_000, 5_400_000].map(printDuration)).toEqual(['2 s', '89 s', '90 min']);
});
