import type { Part } from '@helm-charts/testing/contract';
import {
  commonVariables,
  found,
  type OriginalWorker,
  objects,
} from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

export const original: OriginalWorker = {
  name: 'email-service',
  section: '1.5',
  port: 'http 8080',
  secret: ['NEXTAUTH_SECRET', 'TOKEN_SECRET_KEY', 'CRYPTO_KEY', 'IMAP_WEBHOOK_SECRET'],
  scaled: 'autoscaled',
};

const container = {
  section: '1.5',
  of: { component: 'email-service', container: 'email-service' },
} as const;

/** All names of the original for the profile of the single node, and what its image reads besides. */
export const upstream: readonly Part<keyof typeof scenarios>[] = [
  {
    ...container,
    template: 'deployment.yaml',
    scenario: 'appliance',
    names: {
      ...commonVariables,
      PORT: '8080',
      EDITION: 'enterprise',
      APP_ENV: 'production',
      APP_NAME: 'alga-psa',
      DB_TYPE: 'postgres',
      SECRET_READ_CHAIN: 'env,filesystem',
      SECRET_WRITE_PROVIDER: 'filesystem',
      SECRET_FS_BASE_PATH: '/shared-tenant-secrets',
      NEXTAUTH_SECRET: 'alga-core-sebastian-secrets/NEXTAUTH_SECRET',
      TOKEN_SECRET_KEY: 'alga-core-sebastian-secrets/TOKEN_SECRET_KEY',
      CRYPTO_KEY: 'alga-core-sebastian-secrets/CRYPTR_KEY',
      VAULT_APP_SECRET_PATH: 'kv/data/app/secrets',
      VAULT_TENANT_SECRET_PATH_TEMPLATE: 'kv/data/tenants/{tenantId}/secrets',
    },
  },
  {
    ...container,
    template: 'deployment.yaml',
    scenario: 'appliance',
    names: {
      IMAP_PROVIDER_REFRESH_MS: '60000',
      IMAP_POLL_INTERVAL_MS: '30000',
      IMAP_LEASE_TTL_MS: '120000',
      IMAP_MAX_CONNECTIONS_PER_TENANT: '5',
      IMAP_MAX_ATTACHMENT_BYTES: '0',
      IMAP_FETCH_DELAY_MS: '0',
      IMAP_EVENT_CHANNEL_BY_TENANT: '"false"',
      IMAP_OAUTH_AUTH_MECHANISM: 'XOAUTH2',
      IMAP_TLS_REJECT_UNAUTHORIZED: '"true"',
      IMAP_CONNECTION_TIMEOUT_MS: '10000',
      IMAP_MAX_EMAILS_PER_SYNC: '5',
      IMAP_SOCKET_KEEPALIVE: '"true"',
      IMAP_TIMER_JITTER_PCT: '0.1',
      IMAP_STARTUP_STAGGER_MS: '2000',
      IMAP_RECONNECT_JITTER_PCT: '0.5',
      IMAP_WEBHOOK_URL:
        'http://alga-core-sebastian.msp.svc.cluster.local:3000/api/email/webhooks/imap',
      IMAP_WEBHOOK_SECRET: 'alga-core-sebastian-secrets/IMAP_WEBHOOK_SECRET',
    },
  },
  {
    ...container,
    template: 'deployment.yaml',
    scenario: 'everything',
    names: { VAULT_ADDR: null, VAULT_TOKEN: 'vault-credentials/VAULT_TOKEN' },
  },
  {
    ...container,
    template: 'the image',
    scenario: 'appliance',
    names: {
      IMAP_WEBHOOK_TIMEOUT_MS: '10000',
      IMAP_WEBHOOK_MAX_ATTEMPTS: '3',
      IMAP_WEBHOOK_BASE_URL: null,
      IMAP_IDLE_POLL_MS: null,
    },
  },
  {
    section: '1.5',
    template: 'deployment.yaml',
    scenario: 'appliance',
    of: { component: 'email-service', container: 'wait-for-bootstrap' },
    names: {
      DB_HOST: 'pgbouncer.msp.svc.cluster.local',
      DB_PORT: '6432',
      DB_NAME_SERVER: 'server',
      WAIT_DB_USER: 'app_user_pgbouncer',
      WAIT_DB_PASSWORD: 'db-credentials/DB_PASSWORD_PGBOUNCER',
    },
  },
  ...objects(original),
  found('1.5', 'deployment.yaml', 'appliance', [
    'Deployment email-service, container wait-for-bootstrap',
    'Deployment email-service, container email-service, /shared-tenant-secrets of the node',
  ]),
];
