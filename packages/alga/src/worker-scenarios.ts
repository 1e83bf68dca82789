import { everyPodSetting } from '@helm-charts/blocks';
import type { ObjectOf, Overlay } from '@helm-charts/types';
import { applianceAddress } from './address.ts';
import type { workerMembers } from './worker.ts';

const digest = `sha256:${'0'.repeat(64)}`;

const vault = {
  address: 'https://vault.example.com:8200',
  token: { existingSecret: 'vault-credentials', key: 'VAULT_TOKEN' },
  applicationPath: 'kv/data/app/secrets',
  tenantPath: 'kv/data/tenants/{tenantId}/secrets',
};

const autoscaled = {
  scaling: {
    autoscaling: { enabled: true, minimum: 2, maximum: 5 },
    disruptionBudget: { enabled: true },
  },
};

/** Scenarios for the values that all workers have. A worker adds its own values to `everything`. */
export const workerScenarios = {
  default: {},
  autoscaled,
  'several-nodes': {
    ...autoscaled,
    topologyKey: 'kubernetes.io/hostname',
    tenantSecrets: {
      volume: { enabled: false },
      readChain: 'env,vault',
      writeTo: 'vault',
      vault,
    },
  },
  appliance: { global: { address: applianceAddress } },
  everything: {
    global: { address: { host: 'psa.example.com', port: 8443 } },
    fullnameOverride: 'worker',
    image: { digest },
    user: 2000,
    edition: 'community',
    logLevel: 'debug',
    clusterDomain: 'cluster.example',
    database: {
      host: 'pool.example.com',
      port: 6433,
      name: 'app',
      user: 'worker',
      credentials: { existingSecret: 'database', keys: { password: 'worker' } },
    },
    redis: {
      host: 'redis.example.com',
      port: 6380,
      credentials: { existingSecret: 'redis', keys: { password: 'worker' } },
    },
    tenantSecrets: {
      volume: { existingClaim: 'tenant-secrets' },
      readChain: 'env,filesystem,vault',
      environmentPrefix: 'ALGA_',
      vault,
    },
    gate: { image: { digest }, configMap: 'bootstrap', waitSeconds: 600 },
    scaling: {
      replicas: 2,
      autoscaling: { cpuPercent: 50, memoryPercent: 50 },
      disruptionBudget: { enabled: true, minimumAvailable: 1 },
    },
    topologyKey: 'topology.kubernetes.io/zone',
    service: { port: 80 },
    writableSize: '2Gi',
    resources: { limits: { cpu: '2' } },
    extraEnvironment: { FEATURE_FLAGS: 'all' },
    pods: everyPodSetting,
  },
} satisfies Readonly<Record<string, Overlay<ObjectOf<ReturnType<typeof workerMembers>>>>>;
