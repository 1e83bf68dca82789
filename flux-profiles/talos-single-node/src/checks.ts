import { alga } from '@helm-charts/alga/rules';
import { appliance, type Checks, flux, kubernetes, singleNode } from '@helm-charts/check';

/** What the profile is checked against. No release of the appliance may change these once it is installed. */
export const checks: Checks = {
  ruleSets: [
    kubernetes(),
    flux(),
    singleNode({ nodes: 1 }),
    appliance({
      claims: {
        'alga-core-sebastian-postgres-data': '50Gi',
        'alga-core-sebastian-redis-data': '20Gi',
        'alga-core-sebastian-storage': '50Gi',
        'alga-core-sebastian-tenant-secrets': '1Gi',
      },
    }),
    alga({ historyShards: 4 }),
  ],
};
