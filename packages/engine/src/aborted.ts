import { Failure } from '@helm-charts/types';

/** The failure of work whose signal was aborted, with exit code 130. */
export const interrupted = (purpose: string): Failure =>
  new Failure(130, [
    { rule: 'environment', severity: 'error', message: `interrupted while ${purpose}` },
  ]);
