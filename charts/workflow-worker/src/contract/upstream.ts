import type { Part } from '@helm-charts/testing/contract';
import { commonVariables, type OriginalWorker, objects } from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

export const original: OriginalWorker = {
  name: 'workflow-worker',
  section: '1.4',
  port: 'http 4000',
  secret: ['NEXTAUTH_SECRET', 'TOKEN_SECRET_KEY', 'CRYPTO_KEY'],
  scaled: 'appliance',
};

const container = {
  section: '1.4',
  of: { component: 'workflow-worker', container: 'workflow-worker' },
} as const;

/** All names of the original for the profile of the single node, and what its image reads besides. */
export const upstream: readonly Part<keyof typeof scenarios>[] = [
  {
    ...container,
    template: 'deployment.yaml',
    scenario: 'appliance',
    names: {
      ...commonVariables,
      PORT: '4000',
      DB_TYPE: 'postgres',
      WORKFLOW_DISTRIBUTED_MODE: '"true"',
      WORKFLOW_REDIS_STREAM_PREFIX: 'workflow:events:',
      WORKFLOW_REDIS_CONSUMER_GROUP: 'workflow-workers',
      WORKFLOW_REDIS_BATCH_SIZE: '10',
      WORKFLOW_REDIS_IDLE_TIMEOUT_MS: '60000',
      POLL_INTERVAL_MS: '300000',
      CONCURRENCY_LIMIT: '5',
      MAX_RETRIES: '3',
      HEALTH_CHECK_INTERVAL_MS: '30000',
      METRICS_REPORTING_INTERVAL_MS: '60000',
      NEXTAUTH_SECRET: 'workflow-worker-secrets/NEXTAUTH_SECRET',
      TOKEN_SECRET_KEY: 'workflow-worker-secrets/TOKEN_SECRET_KEY',
      CRYPTO_KEY: 'workflow-worker-secrets/CRYPTO_KEY',
      TEMPORAL_ADDRESS: 'temporal-frontend.msp.svc.cluster.local:7233',
      TEMPORAL_NAMESPACE: 'default',
    },
  },
  {
    ...container,
    template: 'deployment.yaml',
    scenario: 'everything',
    names: { WORKFLOW_RUNTIME_V2_EVENT_CORRELATION_PATHS_JSON: null },
  },
  {
    ...container,
    template: 'the image',
    scenario: 'appliance',
    names: {
      EDITION: 'enterprise',
      NEXT_PUBLIC_EDITION: 'enterprise',
      WAIT_FOR_TEMPORAL: null,
      DEBUG_HANG_ON_FAILURE: null,
      WORKFLOW_RUNTIME_V2_EVENT_CONSUMER_GROUP: 'workflow-runtime-v2',
      WORKFLOW_RUNTIME_V2_EVENT_BATCH_SIZE: '10',
      WORKFLOW_RUNTIME_V2_EVENT_POLL_INTERVAL_MS: '5000',
      WORKFLOW_WORKER_VERBOSE: null,
    },
  },
  ...objects(original),
];
