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
  if (signal.aborted) throw interrupted(purpose);
  return new Promise((resolve, reject) => {
    const stop = () => reject(interrupted(purpose));
    signal.addEventListener('abort', stop, { once: true });
    work()
      .finally(() => signal.removeEventListener('abort', stop))
      .then(resolve, reject);
  });
};

const interrupted = (purpose: string): Failure =>
  new Failure(130, [
    { rule: 'environment', severity: 'error', message: `interrupted while ${purpose}` },
  ]);
