import { images, postgresAuthority } from '@helm-charts/alga';
import { everyPodSetting } from '@helm-charts/blocks';
import type { Scenarios } from '@helm-charts/types';
import type { values } from './values.ts';

export const scenarios = {
  default: {},
  appliance: {
    image: images.pgbouncer,
    postgres: {
      host: 'db.msp.svc.cluster.local',
      tls: { mode: 'verify-full', certificateAuthority: postgresAuthority, required: false },
    },
  },
  'external-postgres': {
    postgres: {
      host: 'postgres.example.com',
      port: 5433,
      tls: {
        mode: 'verify-full',
        certificateAuthority: { existingSecret: 'postgres-ca', key: 'ca.crt' },
      },
    },
  },
  metrics: {
    metrics: { enabled: true, podMonitor: { labels: { release: 'kube-prometheus-stack' } } },
    networkPolicy: { enabled: true },
  },
  everything: {
    fullnameOverride: 'pool',
    replicas: 2,
    image: { digest: `sha256:${'0'.repeat(64)}` },
    postgres: {
      connections: 300,
      tls: {
        mode: 'verify-ca',
        certificateAuthority: { existingSecret: 'postgres-ca', key: 'ca' },
      },
    },
    pools: { transaction: { minimum: 2 }, session: { minimum: 1 } },
    credentials: {
      existingSecret: 'pool-credentials',
      keys: { session: 'server', transaction: 'worker' },
    },
    networkPolicy: { enabled: true },
    metrics: {
      enabled: true,
      namespace: 'observability',
      podMonitor: { interval: '1m' },
      image: { digest: `sha256:${'0'.repeat(64)}` },
      resources: { limits: { cpu: '50m' } },
    },
    resources: { limits: { cpu: '250m' } },
    pods: everyPodSetting,
  },
} satisfies Scenarios<typeof values>;
