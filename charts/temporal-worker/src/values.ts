import {
  applicationSecret,
  applicationSecrets,
  crypto,
  deploymentProfile,
  integration,
  secretKey,
  server,
  sharedSecrets,
  temporalMembers,
  url,
  workerMembers,
} from '@helm-charts/alga';
import { integer, list, object, optional, string, type ValuesOf } from '@helm-charts/types';

/** Where the worker answers the probes. */
export const port = { name: 'health', number: 8080 } as const;

export const values = object(
  'Settings of the worker that runs the workflows of the application itself.',
  {
    ...workerMembers({
      image: { repository: 'ghcr.io/nine-minds/temporal-worker', tag: '1.0.0' },
      port: port.number,
      resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } },
    }),

    deploymentProfile,
    publicUrl: string('Address under which users reach the application; it stands in mails.', {
      default: 'https://alga.local',
      ...url,
    }),
    server,
    secrets: applicationSecrets('What signs sessions, in the Secret of the server.', {
      nextauth: 'NEXTAUTH_SECRET',
    }),
    sharedSecrets,
    internalSecret: optional(
      secretKey('What the worker shows to interfaces that ask for INTERNAL_API_SHARED_SECRET.'),
    ),
    crypto,

    temporal: object('The engine of workflows.', {
      ...temporalMembers,
      taskQueues: list(
        'Queues that the worker serves, besides alga-jobs and sla-workflows.',
        // The worker ends at once where it is asked to serve the queue of the other one.
        string('A queue.', { pattern: '^[A-Za-z0-9._-]+$', not: ['workflow-runtime-v2'] }),
        { default: ['tenant-workflows', 'email-domain-workflows'], minItems: 1 },
      ),
      activities: integer('Activities that run at once.', { default: 10, minimum: 1 }),
      workflowTasks: integer('Tasks of workflows that run at once.', { default: 10, minimum: 1 }),
    }),

    integrations: object('Services of others. Each takes its credentials from a Secret.', {
      resend: integration(
        'Mail through Resend.',
        { name: 'app-secrets', keys: { apiKey: 'RESEND_API_KEY' } },
        {},
      ),
      stripe: integration(
        'Payments.',
        { name: applicationSecret, keys: { secretKey: 'stripe_secret_key' } },
        { masterTenant: optional(secretKey('The tenant that bills the others.')) },
      ),
      store: integration(
        'The shop of Nine Minds.',
        { name: 'nm-store-db-secret', keys: { temporal: 'TEMPORAL_WEBHOOK_SECRET' } },
        { url: optional(string('Its address.', { ...url })) },
      ),
    }),
  },
);

export type Values = ValuesOf<typeof values>;
