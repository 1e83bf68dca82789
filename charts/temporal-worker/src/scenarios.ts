import { images, workerScenarios } from '@helm-charts/alga';
import type { Scenarios } from '@helm-charts/types';
import type { values } from './values.ts';

export const scenarios = {
  ...workerScenarios,
  appliance: { ...workerScenarios.appliance, image: images['temporal-worker'] },
  everything: {
    ...workerScenarios.everything,
    deploymentProfile: 'hosted',
    server: { host: 'psa.example.com', port: 3001 },
    secrets: { existingSecret: 'application', keys: { nextauth: 'session' } },
    sharedSecrets: { existingSecret: 'shared', keys: { auth: 'auth' } },
    internalSecret: { existingSecret: 'shared', key: 'internal' },
    crypto: { iterations: 20_000 },
    temporal: {
      host: 'temporal.example.com',
      port: 7234,
      namespace: 'alga',
      taskQueues: ['tenant-workflows', 'email-domain-workflows', 'portal-domain-workflows'],
      activities: 20,
      workflowTasks: 40,
    },
    integrations: {
      resend: { enabled: true },
      stripe: {
        enabled: true,
        masterTenant: { existingSecret: 'alga-psa-shared', key: 'MASTER_BILLING_TENANT_ID' },
      },
      store: { enabled: true, url: 'https://store.example.com' },
    },
  },
} satisfies Scenarios<typeof values>;
