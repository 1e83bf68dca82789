import { expect, test } from 'vitest';
import { testWorker, workerScenarios } from '../../../tools/charts/worker.ts';
import { unset } from './about.ts';
import { chart } from './chart.ts';

await testWorker(chart, {
  id: 'T005',
  port: 8080,
  original: [
    ...['NODE_ENV', 'LOG_LEVEL', 'PORT', 'EDITION', 'APP_ENV', 'APP_NAME', 'DB_TYPE', 'DB_HOST'],
    ...['DB_PORT', 'DB_NAME_SERVER', 'DB_USER_SERVER', 'DB_PASSWORD_SERVER', 'DB_USER_ADMIN'],
    ...['DB_PASSWORD_ADMIN', 'REDIS_HOST', 'REDIS_PORT', 'REDIS_PASSWORD', 'SECRET_READ_CHAIN'],
    ...['SECRET_WRITE_PROVIDER', 'SECRET_FS_BASE_PATH', 'VAULT_ADDR', 'VAULT_TOKEN'],
    ...['VAULT_APP_SECRET_PATH', 'VAULT_TENANT_SECRET_PATH_TEMPLATE', 'IMAP_PROVIDER_REFRESH_MS'],
    ...['IMAP_POLL_INTERVAL_MS', 'IMAP_LEASE_TTL_MS', 'IMAP_MAX_CONNECTIONS_PER_TENANT'],
    ...['IMAP_MAX_ATTACHMENT_BYTES', 'IMAP_FETCH_DELAY_MS', 'IMAP_EVENT_CHANNEL_BY_TENANT'],
    ...['IMAP_OAUTH_AUTH_MECHANISM', 'IMAP_TLS_REJECT_UNAUTHORIZED', 'IMAP_CONNECTION_TIMEOUT_MS'],
    ...['IMAP_MAX_EMAILS_PER_SYNC', 'IMAP_SOCKET_KEEPALIVE', 'IMAP_TIMER_JITTER_PCT'],
    ...['IMAP_STARTUP_STAGGER_MS', 'IMAP_RECONNECT_JITTER_PCT', 'IMAP_WEBHOOK_URL'],
    ...['IMAP_WEBHOOK_SECRET', 'NEXTAUTH_SECRET', 'TOKEN_SECRET_KEY', 'CRYPTO_KEY'],
  ],
  unset,
  added: [
    ...['NEXT_PUBLIC_EDITION', 'HOME', 'npm_config_cache', 'nextauth_secret', 'SECRET_ENV_PREFIX'],
    ...['IMAP_IDLE_POLL_MS', 'IMAP_WEBHOOK_TIMEOUT_MS', 'IMAP_WEBHOOK_MAX_ATTEMPTS'],
  ],
});

const scenarios = await workerScenarios(chart);
const of = (scenario: string) => scenarios.find(({ name }) => name === scenario)!.variables;

test('switches say what they are', () => {
  expect(of('default')).toMatchObject({
    IMAP_TLS_REJECT_UNAUTHORIZED: 'true',
    IMAP_SOCKET_KEEPALIVE: 'true',
    IMAP_TIMER_JITTER_PCT: '0.1',
  });
  expect(of('everything')).toMatchObject({
    IMAP_TLS_REJECT_UNAUTHORIZED: 'false',
    IMAP_SOCKET_KEEPALIVE: 'false',
    IMAP_TIMER_JITTER_PCT: '0',
  });
});

test('mail is told to the server, or where the user says', () => {
  const path = '/api/email/webhooks/imap';
  expect(of('appliance').IMAP_WEBHOOK_URL).toBe(
    `http://alga-core-sebastian.msp.svc.cluster.local:3000${path}`,
  );
  expect(of('everything').IMAP_WEBHOOK_URL).toBe(`http://psa.example.com:3001${path}`);
  expect(of('own-webhook').IMAP_WEBHOOK_URL).toBe(`https://psa.example.com${path}`);
});
