import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

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
  expect(parseDuration(text)).toBe(expected);
});
