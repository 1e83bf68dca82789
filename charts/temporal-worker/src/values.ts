import {
  applicationSecret,
  applicationSecrets,
  crypto,
  deploymentProfile,
  images,
  integration,
  secretKey,
  server,
  sharedSecrets,
  temporalMembers,
  url,
  workerMembers,
} from '@helm-charts/alga';
import { integer, list, object, optional, string, type ValuesOf } from '@helm-charts/types';

/** Container port of the probes. */
export const port = { name: 'health', number: 8080 } as const;

export const values = object('Settings of the worker that runs the workflows of the application.', {
  ...workerMembers({
    image: images['temporal-worker'],
    port: port.number,
    resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  }),

  deploymentProfile,
  server,
  secrets: applicationSecrets('Secret of the server with the key that signs sessions.', {
    nextauth: 'NEXTAUTH_SECRET',
  }),
  sharedSecrets,
  internalSecret: optional(
    secretKey('Secret with the value of INTERNAL_API_SHARED_SECRET, for internal APIs.'),
  ),
  crypto,

  temporal: object('Connection to Temporal.', {
    ...temporalMembers,
    taskQueues: list(
      'Task queues that the worker polls. It always polls alga-jobs and sla-workflows, too.',
      // The worker exits at once when it is configured with the queue of workflow-worker.
      string('Name of the task queue.', {
        pattern: '^[A-Za-z0-9._-]+$',
        not: ['workflow-runtime-v2'],
      }),
      { default: ['tenant-workflows', 'email-domain-workflows'], minItems: 1 },
    ),
    activities: integer('Maximum number of concurrent activities.', { default: 10, minimum: 1 }),
    workflowTasks: integer('Maximum number of concurrent workflow tasks.', {
      default: 10,
      minimum: 1,
    }),
  }),

  integrations: object(
    'Integrations with other services. Each takes its credentials from a Secret.',
    {
      resend: integration(
        'Mail through Resend.',
        { name: 'app-secrets', keys: { apiKey: 'RESEND_API_KEY' } },
        {},
      ),
      stripe: integration(
        'Payments through Stripe.',
        { name: applicationSecret, keys: { secretKey: 'stripe_secret_key' } },
        {
          masterTenant: optional(
            secretKey('Secret with the ID of the tenant that bills the other tenants.'),
          ),
        },
      ),
      store: integration(
        'Nine Minds store.',
        { name: 'nm-store-db-secret', keys: { temporal: 'TEMPORAL_WEBHOOK_SECRET' } },
        { url: optional(string('URL of the store.', { ...url })) },
      ),
    },
  ),
});

export type Values = ValuesOf<typeof values>;
