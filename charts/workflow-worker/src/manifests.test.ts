import { rendering } from '@helm-charts/testing/charts';
import { variables, variablesIn } from '@helm-charts/testing/contract';
import { testWorker, workerScenarios } from '@helm-charts/testing/workers';
import { expect, test } from 'vitest';
import { unset } from './about.ts';
import { chart } from './chart.ts';
import { upstream } from './contract/upstream.ts';

await testWorker(chart, {
  port: 4000,
  original: variables(upstream, 'workflow-worker'),
  unset,
  added: [
    ...['HOME', 'npm_config_cache', 'nextauth_secret'],
    ...['SALT_BYTES', 'ITERATIONS', 'KEY_LENGTH', 'ALGORITHM'],
    ...['SECRET_READ_CHAIN', 'SECRET_WRITE_PROVIDER', 'SECRET_FS_BASE_PATH', 'SECRET_ENV_PREFIX'],
    ...['VAULT_ADDR', 'VAULT_TOKEN', 'VAULT_APP_SECRET_PATH', 'VAULT_TENANT_SECRET_PATH_TEMPLATE'],
    ...['NEXTAUTH_URL', 'APPLICATION_URL', 'NEXT_PUBLIC_BASE_URL', 'NEXT_PUBLIC_APP_URL'],
  ],
});

const scenarios = await workerScenarios(chart);

test.each(scenarios)(
  '$name keeps the entrypoint of its image, which waits for Redis and Temporal',
  ({ container }) => {
    expect(container.command).toBeUndefined();
    expect(container.readinessProbe?.httpGet?.path).toBe('/health');
    expect(container.livenessProbe?.httpGet?.path).toBe('/livez');
  },
);

test('each tuning value sets its own variable', async () => {
  const manifests = await rendering(chart).render({
    workflow: {
      events: { consumerGroup: 'events', batch: 2, pollMilliseconds: 3 },
      streams: {
        prefix: 'p:',
        consumerGroup: 'streams',
        batch: 5,
        idleMilliseconds: 6,
        retries: 7,
      },
      correlationPaths: '{}',
      verbose: true,
    },
  });
  const id = { component: 'workflow-worker', container: 'workflow-worker' };
  expect(variablesIn(manifests, id)).toMatchObject({
    WORKFLOW_RUNTIME_V2_EVENT_CONSUMER_GROUP: 'events',
    WORKFLOW_RUNTIME_V2_EVENT_BATCH_SIZE: '2',
    WORKFLOW_RUNTIME_V2_EVENT_POLL_INTERVAL_MS: '3',
    WORKFLOW_RUNTIME_V2_EVENT_CORRELATION_PATHS_JSON: '{}',
    WORKFLOW_REDIS_STREAM_PREFIX: 'p:',
    WORKFLOW_REDIS_CONSUMER_GROUP: 'streams',
    WORKFLOW_REDIS_BATCH_SIZE: '5',
    WORKFLOW_REDIS_IDLE_TIMEOUT_MS: '6',
    MAX_RETRIES: '7',
    WORKFLOW_WORKER_VERBOSE: 'true',
  });
});
