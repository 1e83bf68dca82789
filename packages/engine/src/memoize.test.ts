import { expect, test } from 'vitest';
import { memoize } from './memoize.ts';

test('calls the function once for each key, and again after a rejection', async () => {
  let calls = 0;
  const double = memoize(async (number: number) => {
    calls += 1;
    if (calls === 1) throw new Error('no');
    return number * 2;
  });
  await expect(double(1)).rejects.toThrow('no');
  expect(await Promise.all([double(1), double(1), double(2)])).toEqual([2, 2, 4]);
  expect(calls).toBe(3);
});
