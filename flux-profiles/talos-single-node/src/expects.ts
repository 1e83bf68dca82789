import type { Expectations } from '@helm-charts/types';

/** What no release of the appliance may change once it is installed. */
export const expects: Expectations = {
  claims: {
    'alga-core-sebastian-postgres-data': '50Gi',
    'alga-core-sebastian-redis-data': '20Gi',
    'alga-core-sebastian-storage': '50Gi',
    'alga-core-sebastian-tenant-secrets': '1Gi',
  },
  historyShards: 4,
};
