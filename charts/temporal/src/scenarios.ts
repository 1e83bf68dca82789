import { images, postgresAuthority } from '@helm-charts/alga';
import { everyPodSetting } from '@helm-charts/blocks';
import type { Scenarios } from '@helm-charts/types';
import type { values } from './values.ts';

const digest = `sha256:${'0'.repeat(64)}`;

export const scenarios = {
  default: {},
  appliance: {
    server: { image: images.temporal },
    database: { tls: { certificateAuthority: postgresAuthority, required: false } },
    schema: { tools: images['temporal-tools'], postgres: images.postgres },
  },
  separate: { server: { topology: 'separate' }, networkPolicy: { enabled: true } },
  pages: { ui: { enabled: true } },
  'external-postgres': {
    database: {
      host: 'postgres.example.com',
      port: 5433,
      tls: { certificateAuthority: { existingSecret: 'postgres-ca', key: 'ca.pem' } },
    },
  },
  everything: {
    fullnameOverride: 'engine',
    clusterDomain: 'cluster.example',
    server: {
      image: { digest },
      logLevel: 'debug',
      historyShards: 16,
      dynamicConfig: { 'limit.maxIDLength': '255', 'system.enableNexus': 'false' },
      resources: { limits: { cpu: '1' } },
    },
    service: { port: 7333 },
    namespace: { name: 'alga', retention: '30d' },
    database: {
      name: 'engine',
      visibility: 'engine_visibility',
      user: 'engine',
      credentials: { existingSecret: 'engine-credentials', keys: { password: 'password' } },
      connections: 10,
    },
    schema: { tools: { digest }, postgres: { digest }, waitSeconds: 60 },
    ui: { enabled: true, image: { digest } },
    networkPolicy: { enabled: true },
    pods: everyPodSetting,
  },
} satisfies Scenarios<typeof values>;
