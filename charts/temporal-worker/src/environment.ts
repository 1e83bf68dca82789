import {
  credentialOf,
  integrationVariables,
  passwordHashing,
  serverUrl,
  temporalVariables,
} from '@helm-charts/alga';
import { credential, environment, ifSet, join } from '@helm-charts/types';
import { port, type Values } from './values.ts';

/** Environment variables of this worker only. */
export const variables = (v: Values) => [
  ...environment({
    NODE_PATH: '/app:/app/node_modules',
    ENABLE_HEALTH_CHECK: true,
    HEALTH_CHECK_PORT: port.number,
    DEPLOYMENT_PROFILE: v.deploymentProfile,
    // Requests to the server. The other variables with its URL go into mails.
    ALGA_APP_BASE_URL: serverUrl(v),
    ...temporalVariables(v),
    TEMPORAL_TASK_QUEUE: join(v.temporal.taskQueues, ','),
    MAX_CONCURRENT_ACTIVITIES: v.temporal.activities,
    MAX_CONCURRENT_WORKFLOWS: v.temporal.workflowTasks,
    ALGA_AUTH_KEY: credential(v.sharedSecrets.existingSecret, v.sharedSecrets.keys.auth),
    ...passwordHashing(v),
    INTERNAL_API_SHARED_SECRET: ifSet(v.internalSecret, credentialOf),
  }),
  ...integrations(v),
];

const integrations = ({ integrations: { resend, stripe, store } }: Values) => [
  integrationVariables(resend, (keys) => ({ RESEND_API_KEY: keys.apiKey })),
  integrationVariables(stripe, (keys) => ({ STRIPE_SECRET_KEY: keys.secretKey }), {
    MASTER_BILLING_TENANT_ID: ifSet(stripe.masterTenant, credentialOf),
  }),
  integrationVariables(store, (keys) => ({ TEMPORAL_WEBHOOK_SECRET: keys.temporal }), {
    NM_STORE_BASE_URL: ifSet(store.url),
    NMSTORE_BASE_URL: ifSet(store.url),
  }),
];
