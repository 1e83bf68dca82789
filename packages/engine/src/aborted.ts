import { Failure } from '@helm-charts/types';

/**
 * The result of work, unless the signal is aborted before. The work is left to itself then.
 * @throws {Failure} With exit code 130 as soon as the signal is aborted.
 */
export const unlessAborted = async <T>(
  signal: AbortSignal | undefined,
  purpose: string,
  work: () => Promise<T>,
): Promise<T> => {
  if (signal === undefined) return work();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(interrupted(purpose));
  if (signal.aborted) throw interrupted(purpose);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

const interrupted = (purpose: string): Failure =>
  new Failure(130, [
    { rule: 'environment', severity: 'error', message: `interrupted while ${purpose}` },
  ]);
