import { expect, test } from 'vitest';
import { testWorker, workerScenarios } from '../../../tools/charts/worker.ts';
import { variables } from '../../../tools/contract/names.ts';
import { unset } from './about.ts';
import { chart } from './chart.ts';
import { upstream } from './contract/upstream.ts';

await testWorker(chart, {
  id: 'T004',
  port: 4000,
  original: variables(upstream, 'workflow-worker'),
  unset,
  added: [
    ...['HOME', 'npm_config_cache', 'nextauth_secret'],
    ...['SALT_BYTES', 'ITERATIONS', 'KEY_LENGTH', 'ALGORITHM'],
    ...['SECRET_READ_CHAIN', 'SECRET_WRITE_PROVIDER', 'SECRET_FS_BASE_PATH', 'SECRET_ENV_PREFIX'],
    ...['VAULT_ADDR', 'VAULT_TOKEN', 'VAULT_APP_SECRET_PATH', 'VAULT_TENANT_SECRET_PATH_TEMPLATE'],
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
