import { expect, test } from 'vitest';
import { printAge, printDuration } from './duration.ts';

test('people read seconds, and minutes where they are many', () => {
  expect([2_000, 89_000, 5_400_000].map(printDuration)).toEqual(['2 s', '89 s', '90 min']);
});

test('an age has one unit', () => {
  const ages = [-5_000, 59_999, 60_000, 7_199_000, 86_400_000 * 5, Number.NaN];
  expect(ages.map(printAge)).toEqual(['0s', '59s', '1m', '1h', '5d', '']);
});
