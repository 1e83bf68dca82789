import { expect, test } from 'vitest';
import { defaultLimits } from './limits.ts';
import { retryAfterOf, waitOf } from './retry.ts';

test('the wait doubles and varies by a quarter, unless the server asks for one within the limit', () => {
  for (const [attempt, middle] of [
    [1, 300],
    [2, 600],
    [3, 1200],
  ] as const) {
    const waits = Array.from({ length: 50 }, () => waitOf(attempt, undefined, defaultLimits) ?? 0);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(middle * 0.75);
    expect(Math.max(...waits)).toBeLessThanOrEqual(middle * 1.25);
    expect(new Set(waits).size).toBeGreaterThan(1);
  }
  expect(waitOf(1, 5000, defaultLimits)).toBe(5000);
  expect(waitOf(1, 60_001, defaultLimits)).toBeUndefined();
});

test('Retry-After is a number of seconds or a date', () => {
  expect(retryAfterOf('120')).toBe(120_000);
  expect(retryAfterOf('Fri, 31 Dec 1999 23:59:59 GMT', Date.UTC(1999, 11, 31, 23, 59, 0))).toBe(
    59_000,
  );
  expect(retryAfterOf('Fri, 31 Dec 1999 23:59:59 GMT')).toBe(0);
  expect(retryAfterOf('soon')).toBeUndefined();
  expect(retryAfterOf(undefined)).toBeUndefined();
});
