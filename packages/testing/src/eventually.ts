import { expect, vi } from 'vitest';

/**
 * Asks for a state until it is as expected; on a busy machine that may take a while. What a program prints is no such state: it may stand
 * there before the program does what it speaks of, or after.
 *
 * @example
 * await eventually(() => observer.query('SELECT state FROM pg_stat_activity'), [{ state: 'idle' }]);
 */
export const eventually = (ask: () => unknown, answer: unknown): Promise<void> =>
  vi.waitFor(async () => expect(await ask()).toEqual(answer), { timeout: 120_000, interval: 20 });
