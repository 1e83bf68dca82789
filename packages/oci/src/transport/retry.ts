import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistryProblem } from '../problem.ts';
import type { Limits } from './limits.ts';

/** What came of one try. */
export type Try<T> =
  | { readonly value: T }
  | {
      readonly problem: RegistryProblem;
      readonly cause?: unknown;
      /** Whether another try may succeed. */
      readonly isTransient: boolean;
      /** The wait in milliseconds that the server asks for. */
      readonly retryAfter?: number | undefined;
    };

/** The wait before the next try, in milliseconds; undefined if the server asks for a longer one than the limit. */
export const waitOf = (
  attempt: number,
  retryAfter: number | undefined,
  limits: Limits,
): number | undefined => {
  if (retryAfter !== undefined) return retryAfter <= limits.retryAfter ? retryAfter : undefined;
  return limits.retryDelay * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
};

/** The milliseconds of a Retry-After header: seconds or a date. */
export const retryAfterOf = (
  header: string | undefined,
  now: number = Date.now(),
): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
};

export const isTransientStatus = (status: number): boolean =>
  [408, 429, 500, 502, 503, 504].includes(status);

/** Waits, unless the signal is aborted. */
export const pause = async (
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<void> => {
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).catch((error) => {
    if (signal?.aborted !== true) throw error;
  });
};
