import { rendering } from '@helm-charts/testing/charts';
import { variables, variablesIn } from '@helm-charts/testing/contract';
import { testWorker, workerScenarios } from '@helm-charts/testing/workers';
import { expect, test } from 'vitest';
import { unset } from './about.ts';
import { chart } from './chart.ts';
import { upstream } from './contract/upstream.ts';

await testWorker(chart, {
  port: 8080,
  original: variables(upstream, 'email-service'),
  unset,
  added: [
    ...['NEXT_PUBLIC_EDITION', 'HOME', 'npm_config_cache', 'nextauth_secret', 'SECRET_ENV_PREFIX'],
    ...['NEXTAUTH_URL', 'APPLICATION_URL', 'NEXT_PUBLIC_BASE_URL', 'NEXT_PUBLIC_APP_URL'],
  ],
});

const scenarios = await workerScenarios(chart);
const of = (scenario: string) => scenarios.find(({ name }) => name === scenario)!.variables;

test("boolean values become 'true' or 'false'", () => {
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

test('the webhook is that of the server, or webhook.url', () => {
  const path = '/api/email/webhooks/imap';
  expect(of('appliance').IMAP_WEBHOOK_URL).toBe(
    `http://alga-core-sebastian.msp.svc.cluster.local:3000${path}`,
  );
  expect(of('everything').IMAP_WEBHOOK_URL).toBe(`http://psa.example.com:3001${path}`);
  expect(of('own-webhook').IMAP_WEBHOOK_URL).toBe(`https://psa.example.com${path}`);
});

test('each tuning value sets its own variable', async () => {
  const manifests = await rendering(chart).render({
    webhook: { timeoutMilliseconds: 1, attempts: 2 },
    imap: {
      refreshMilliseconds: 3,
      pollMilliseconds: 4,
      idlePollMilliseconds: 5,
      leaseMilliseconds: 6,
      connectMilliseconds: 7,
      fetchDelayMilliseconds: 8,
      startupStaggerMilliseconds: 9,
      connectionsPerTenant: 10,
      mailsPerSync: 11,
      attachmentBytes: 12,
      timerJitter: 0.13,
      reconnectJitter: 0.14,
      keepAlive: false,
    },
  });
  const id = { component: 'email-service', container: 'email-service' };
  expect(variablesIn(manifests, id)).toMatchObject({
    IMAP_WEBHOOK_TIMEOUT_MS: '1',
    IMAP_WEBHOOK_MAX_ATTEMPTS: '2',
    IMAP_PROVIDER_REFRESH_MS: '3',
    IMAP_POLL_INTERVAL_MS: '4',
    IMAP_IDLE_POLL_MS: '5',
    IMAP_LEASE_TTL_MS: '6',
    IMAP_CONNECTION_TIMEOUT_MS: '7',
    IMAP_FETCH_DELAY_MS: '8',
    IMAP_STARTUP_STAGGER_MS: '9',
    IMAP_MAX_CONNECTIONS_PER_TENANT: '10',
    IMAP_MAX_EMAILS_PER_SYNC: '11',
    IMAP_MAX_ATTACHMENT_BYTES: '12',
    IMAP_TIMER_JITTER_PCT: '0.13',
    IMAP_RECONNECT_JITTER_PCT: '0.14',
    IMAP_SOCKET_KEEPALIVE: 'false',
    IMAP_TLS_REJECT_UNAUTHORIZED: 'true',
  });
});
