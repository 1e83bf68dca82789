import { alga } from '@helm-charts/alga/rules';
import { appliance, type Checks, flux, kubernetes, singleNode } from '@helm-charts/check';
import { imageText } from '@helm-charts/types';
import { images } from './images.ts';

/** Options of the rule sets for this profile. Names and sizes here must not change once an appliance is installed. */
export const checks: Checks = {
  ruleSets: [
    kubernetes(),
    flux(),
    singleNode({ nodes: 1 }),
    appliance({
      images: Object.values(images).map(imageText),
      claims: {
        'alga-core-sebastian-backups': '20Gi',
        'alga-core-sebastian-postgres-data': '50Gi',
        'alga-core-sebastian-redis-data': '20Gi',
        'alga-core-sebastian-storage': '50Gi',
        'alga-core-sebastian-tenant-secrets': '1Gi',
      },
    }),
    alga({ historyShards: 4 }),
  ],
};
