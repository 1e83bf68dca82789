import { expect, test } from 'vitest';
import { printDuration } from './duration.ts';

test('people read seconds, and minutes where they are many', () => {
  expect([2_000, 89_000, 5_400_000].map(printDuration)).toEqual(['2 s', '89 s', '90 min']);
});
