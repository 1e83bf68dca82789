import { rendering } from '@helm-charts/testing/charts';
import { variables, variablesIn } from '@helm-charts/testing/contract';
import { testWorker, workerScenarios } from '@helm-charts/testing/workers';
import { expect, test } from 'vitest';
import { unset } from './about.ts';
import { chart } from './chart.ts';
import { upstream } from './contract/upstream.ts';

await testWorker(chart, {
  port: 8080,
  original: variables(upstream, 'temporal-worker'),
  unset,
  added: [
    ...['EDITION', 'NEXT_PUBLIC_EDITION', 'DB_TYPE', 'HOME', 'npm_config_cache', 'nextauth_secret'],
    ...['SECRET_READ_CHAIN', 'SECRET_WRITE_PROVIDER', 'SECRET_FS_BASE_PATH', 'SECRET_ENV_PREFIX'],
    ...['VAULT_ADDR', 'VAULT_TOKEN', 'VAULT_APP_SECRET_PATH', 'VAULT_TENANT_SECRET_PATH_TEMPLATE'],
    ...['NM_STORE_BASE_URL', 'NMSTORE_BASE_URL'],
    ...['ALGA_APP_BASE_URL', 'NEXTAUTH_URL', 'NEXT_PUBLIC_APP_URL'],
  ],
});

/** What the worker refuses to start without (alga-psa ee/temporal-workflows/src/config/startupValidation.ts). */
const demanded = [
  ...['ALGA_AUTH_KEY', 'NEXTAUTH_SECRET', 'APPLICATION_URL', 'DB_HOST', 'DB_PORT'],
  ...['DB_NAME_SERVER', 'DB_USER_SERVER', 'DB_PASSWORD_SERVER', 'DB_USER_ADMIN'],
  ...['DB_PASSWORD_ADMIN', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_TASK_QUEUE'],
];

const scenarios = await workerScenarios(chart);
const of = (scenario: string) => scenarios.find(({ name }) => name === scenario)!.variables;

test.each(scenarios)('$name has what the worker refuses to start without', ({ container }) => {
  for (const name of demanded) {
    const { value, valueFrom } = container.env!.find((variable) => variable.name === name)!;
    expect(value ?? valueFrom?.secretKeyRef?.key, name).toMatch(/./);
    expect(valueFrom?.secretKeyRef?.optional).toBeUndefined();
  }
});

test('requests go to the Service of the server, and mails have the address for users', () => {
  expect(of('appliance')).toMatchObject({
    ALGA_APP_BASE_URL: 'http://alga-core-sebastian.msp.svc.cluster.local:3000',
    APPLICATION_URL: 'https://alga.local:30443',
  });
});

test('task queues are joined with commas, in their order', () => {
  expect(of('default').TEMPORAL_TASK_QUEUE).toBe('tenant-workflows,email-domain-workflows');
  expect(of('everything').TEMPORAL_TASK_QUEUE).toBe(
    'tenant-workflows,email-domain-workflows,portal-domain-workflows',
  );
});

test('readiness asks Temporal who polls the queues, and liveness only the worker', () => {
  const { livenessProbe, readinessProbe, ports, volumeMounts } = scenarios[0]!.container;
  expect(livenessProbe?.httpGet).toEqual({ path: '/health', port: 'health' });
  expect(readinessProbe?.exec?.command?.at(-1)).toBe('exec node /scripts/polled-queues.cjs');
  expect(volumeMounts).toContainEqual({
    name: 'worker-scripts',
    mountPath: '/scripts',
    readOnly: true,
  });
  expect(ports).toEqual([{ name: 'health', containerPort: 8080 }]);
});

test('each tuning value sets its own variable', async () => {
  const manifests = await rendering(chart).render({
    crypto: { saltBytes: 16, iterations: 17_000, keyLength: 18, algorithm: 'sha256' },
    temporal: { activities: 1, workflowTasks: 2 },
  });
  const id = { component: 'temporal-worker', container: 'temporal-worker' };
  expect(variablesIn(manifests, id)).toMatchObject({
    MAX_CONCURRENT_ACTIVITIES: '1',
    MAX_CONCURRENT_WORKFLOWS: '2',
    SALT_BYTES: '16',
    ITERATIONS: '17000',
    KEY_LENGTH: '18',
    ALGORITHM: 'sha256',
  });
});
