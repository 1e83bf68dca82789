import { expect, test } from 'vitest';
import { testWorker, workerScenarios } from '../../../tools/charts/worker.ts';
import { variables } from '../../../tools/contract/names.ts';
import { unset } from './about.ts';
import { chart } from './chart.ts';
import { upstream } from './contract/upstream.ts';

await testWorker(chart, {
  id: 'T005',
  port: 8080,
  original: variables(upstream, 'email-service'),
  unset,
  added: [
    ...['NEXT_PUBLIC_EDITION', 'HOME', 'npm_config_cache', 'nextauth_secret', 'SECRET_ENV_PREFIX'],
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
