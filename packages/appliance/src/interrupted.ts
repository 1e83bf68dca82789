import { Failure } from '@helm-charts/types';

/** The failure of a command that was stopped; whatever it has written is whole. */
export const interrupted = (): Failure =>
  new Failure(130, [
    {
      rule: 'interrupted',
      severity: 'error',
      where: 'alga-appliance',
      message: 'stopped as asked; what is written is whole, and the same command goes on from here',
    },
  ]);
