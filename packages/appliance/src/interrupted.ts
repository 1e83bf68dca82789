import { Failure } from '@helm-charts/types';

/** The failure of a command that was stopped; whatever it has written is whole. */
export const interrupted = (): Failure =>
  new Failure(130, [
    {
      rule: 'interrupted',
      severity: 'error',
      input: 'alga-appliance',
      message: 'it was interrupted after a complete change',
      fix: 'run the same command again to continue',
    },
  ]);
