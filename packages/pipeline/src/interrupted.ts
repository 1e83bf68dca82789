import { Failure } from '@helm-charts/types';

/**
 * What work comes to, unless the signal is aborted before. Work that reads only can be left to itself then.
 *
 * @throws Failure (130) as soon as the signal is aborted.
 */
export const unlessAborted = <T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> => {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(interrupted());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
};

const interrupted = (): Failure =>
  new Failure(130, [
    {
      rule: 'interrupted',
      severity: 'error',
      message: 'interrupted, and no file is half-written',
      fix: 'run the same command again',
    },
  ]);
