import { chart as sebastian } from '@helm-charts/chart-sebastian';
import { chart as temporal } from '@helm-charts/chart-temporal';
import { authorityValues, profile as base } from '@helm-charts/profile-talos-single-node';
import { extendProfile, install } from '@helm-charts/types';
import { secrets } from './secrets.ts';

export { checks } from './checks.ts';

const { hosted } = sebastian.scenarios;
const address = { scheme: 'https', host: 'psa.example.com', port: 443 } as const;
const authority = { existingSecret: 'postgres-ca', key: 'ca.crt' } as const;
const tls = { certificateAuthority: authority, required: true } as const;
const values = {
  ...hosted,
  global: { address },
  database: { ...hosted.database, tls },
} as const;
const ofTemporal = authorityValues(authority, false);
const host = 'postgres.example.com';
const sql = { connectAddr: `${host}:5432` };
const datastores = { default: { sql }, visibility: { sql } };

/** Two pods of each worker, on different nodes, which store the secrets of tenants in Vault. */
const worker = {
  global: { address },
  scaling: { replicas: 2, disruptionBudget: { enabled: true } },
  topologyKey: 'kubernetes.io/hostname',
  redis: { host: 'redis.example.com' },
  tenantSecrets: { ...hosted.tenantSecrets },
} as const;

/** Three nodes, with Postgres, Redis, S3 and Vault outside the cluster. */
export const profile = extendProfile(base, {
  name: 'ha-example',
  secrets: [...base.secrets, ...secrets],
  dataClaims: [],
  // Postgres outside the cluster has a certificate of its own.
  certificates: [],
  address: { preset: address, service: 'alga-core-sebastian', secret: 'psa-tls' },
  releases: {
    // Three servers need 210 connections of the session pools. Clients choose a pool at random, so each pool has a third more than half of them.
    pgbouncer: {
      values: {
        replicas: 2,
        postgres: { host, connections: 600, tls },
        pools: { session: { size: 140 } },
      },
    },
    'alga-core': null,
    temporal: {
      values: {
        ...ofTemporal,
        server: {
          ...ofTemporal.server,
          replicaCount: 2,
          config: { persistence: { datastores } },
        },
      },
    },
    'email-service': { values: worker },
    'workflow-worker': { values: worker },
    'temporal-worker': { values: worker },
  },
  added: {
    'alga-core': install(sebastian, { timeout: '30m', values, dependsOn: ['pgbouncer'] }),
  },
  airGap: {
    releases: {
      temporal: install(temporal, {
        timeout: '20m',
        values: { ...temporal.scenarios.appliance, database: { host, tls } },
      }),
    },
  },
});
