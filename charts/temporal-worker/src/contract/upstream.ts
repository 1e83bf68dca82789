import type { Part } from '@helm-charts/testing/contract';
import { commonVariables, keys, type OriginalWorker, objects } from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

export const original: OriginalWorker = {
  name: 'temporal-worker',
  section: '1.6',
  port: 'health 8080',
  secret: ['INTERNAL_API_SHARED_SECRET', 'ALGA_AUTH_KEY', 'NEXTAUTH_SECRET'],
  scaled: 'appliance',
};

const container = {
  section: '1.6',
  of: { component: 'temporal-worker', container: 'temporal-worker' },
} as const;

/** All names of the original for the profile of the single node, and what its image reads besides. */
export const upstream: readonly Part<keyof typeof scenarios>[] = [
  {
    ...container,
    template: 'deployment.yaml',
    scenario: 'appliance',
    names: {
      ...commonVariables,
      NODE_PATH: '/app:/app/node_modules',
      TEMPORAL_ADDRESS: 'temporal-frontend.msp.svc.cluster.local:7233',
      TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_TASK_QUEUE: 'tenant-workflows,email-domain-workflows',
      DEPLOYMENT_PROFILE: 'appliance',
      APPLICATION_URL: 'http://alga-core.msp.svc.cluster.local:3000',
      NEXT_PUBLIC_BASE_URL: 'https://alga.local',
      NM_STORE_URL: '',
      RESEND_API_KEY: 'app-secrets/RESEND_API_KEY',
      STRIPE_SECRET_KEY: 'stripe-credentials/STRIPE_SECRET_KEY',
      SALT_BYTES: '12',
      ITERATIONS: '1000',
      KEY_LENGTH: '64',
      ALGORITHM: 'sha512',
      ENABLE_HEALTH_CHECK: 'true',
      HEALTH_CHECK_PORT: '8080',
      INTERNAL_API_SHARED_SECRET: 'temporal-worker-secrets/INTERNAL_API_SHARED_SECRET',
      ALGA_AUTH_KEY: 'temporal-worker-secrets/ALGA_AUTH_KEY',
      NEXTAUTH_SECRET: 'alga-core-sebastian-secrets/NEXTAUTH_SECRET',
    },
  },
  {
    ...container,
    template: 'deployment.yaml',
    scenario: 'everything',
    names: {
      MASTER_BILLING_TENANT_ID: null,
      PORTAL_DOMAIN_BASE_VIRTUAL_SERVICE: null,
      TEMPORAL_WEBHOOK_SECRET: null,
    },
  },
  {
    ...container,
    template: 'the image',
    scenario: 'appliance',
    names: { MAX_CONCURRENT_ACTIVITIES: '10', MAX_CONCURRENT_WORKFLOWS: '10' },
  },
  ...objects(original),
  keys('everything', 'deployment.yaml', {
    'app-secrets': ['RESEND_API_KEY'],
    'stripe-credentials': ['STRIPE_SECRET_KEY'],
  }),
];
