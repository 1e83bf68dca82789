import { alga } from '@helm-charts/alga/rules';
import { appliance, type Checks, flux, kubernetes } from '@helm-charts/check';

/** Options of the rule sets for this profile. The history shards must not change once it is installed. */
export const checks: Checks = {
  ruleSets: [
    kubernetes(),
    flux(),
    appliance(),
    alga({ historyShards: 4, postgresConnections: { 'postgres.example.com': 600 } }),
  ],
};
