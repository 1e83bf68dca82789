import { expect, vi } from 'vitest';

/**
 * Polls until a state is as expected. Do not poll the output of a program: it may print a line before or after it does what the line says.
 *
 * @example
 * await eventually(() => observer.query('SELECT state FROM pg_stat_activity'), [{ state: 'idle' }]);
 */
export const eventually = (ask: () => unknown, answer: unknown): Promise<void> =>
  vi.waitFor(async () => expect(await ask()).toEqual(answer), { timeout: 120_000, interval: 20 });
