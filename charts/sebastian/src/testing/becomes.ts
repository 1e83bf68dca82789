import { expect, vi } from 'vitest';

/** Waits until an answer is what it comes to be; on a busy machine that may take a while. */
export const becomes = (ask: () => Promise<unknown>, answer: unknown): Promise<void> =>
  vi.waitFor(async () => expect(await ask()).toEqual(answer), { timeout: 50_000 });
