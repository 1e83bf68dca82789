import { expect, test } from 'vitest';
import { testWorker, workerScenarios } from '../../../tools/charts/worker.ts';
import { unset } from './about.ts';
import { chart } from './chart.ts';

await testWorker(chart, {
  id: 'T004',
  port: 4000,
  original: [
    ...['NODE_ENV', 'LOG_LEVEL', 'PORT', 'DB_TYPE', 'DB_HOST', 'DB_PORT', 'DB_NAME_SERVER'],
    ...['DB_USER_SERVER', 'DB_PASSWORD_SERVER', 'DB_USER_ADMIN', 'DB_PASSWORD_ADMIN'],
    ...['REDIS_HOST', 'REDIS_PORT', 'REDIS_PASSWORD', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'],
    ...['WORKFLOW_DISTRIBUTED_MODE', 'WORKFLOW_REDIS_STREAM_PREFIX'],
    ...['WORKFLOW_REDIS_CONSUMER_GROUP', 'WORKFLOW_REDIS_BATCH_SIZE'],
    ...['WORKFLOW_REDIS_IDLE_TIMEOUT_MS', 'POLL_INTERVAL_MS', 'CONCURRENCY_LIMIT', 'MAX_RETRIES'],
    ...['HEALTH_CHECK_INTERVAL_MS', 'METRICS_REPORTING_INTERVAL_MS', 'NEXTAUTH_SECRET'],
    ...['TOKEN_SECRET_KEY', 'CRYPTO_KEY', 'WORKFLOW_RUNTIME_V2_EVENT_CORRELATION_PATHS_JSON'],
  ],
  unset,
  added: [
    ...['EDITION', 'NEXT_PUBLIC_EDITION', 'HOME', 'npm_config_cache', 'nextauth_secret'],
    ...['SALT_BYTES', 'ITERATIONS', 'KEY_LENGTH', 'ALGORITHM'],
    ...['SECRET_READ_CHAIN', 'SECRET_WRITE_PROVIDER', 'SECRET_FS_BASE_PATH', 'SECRET_ENV_PREFIX'],
    ...['VAULT_ADDR', 'VAULT_TOKEN', 'VAULT_APP_SECRET_PATH', 'VAULT_TENANT_SECRET_PATH_TEMPLATE'],
    ...['WORKFLOW_RUNTIME_V2_EVENT_CONSUMER_GROUP', 'WORKFLOW_RUNTIME_V2_EVENT_BATCH_SIZE'],
    ...['WORKFLOW_RUNTIME_V2_EVENT_POLL_INTERVAL_MS', 'WORKFLOW_WORKER_VERBOSE'],
  ],
});

const scenarios = await workerScenarios(chart);

test.each(scenarios)(
  '$name keeps the start of its image, which waits for Redis and Temporal',
  ({ container }) => {
    expect(container.command).toBeUndefined();
    expect(container.readinessProbe?.httpGet?.path).toBe('/health');
    expect(container.livenessProbe?.httpGet?.path).toBe('/livez');
  },
);
