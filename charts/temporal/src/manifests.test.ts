import { all, one, withLine } from '@helm-charts/testing/charts';
import { orSkip } from '@helm-charts/testing/servers';
import { shellcheck } from '@helm-charts/testing/shell';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { containersOf, directory, filesOf, render, renderScenarios } from './testing/render.ts';

const scenarios = await renderScenarios();
const appliance = scenarios.find(({ name }) => name === 'appliance')?.manifests ?? [];

describe.each(scenarios)('$name', ({ values, manifests }) => {
  test('renders the same manifests every time, without Secrets or hooks', async () => {
    expect(await render(values)).toEqual(manifests);
    expect(all(manifests, 'Secret')).toEqual([]);
    expect(JSON.stringify(manifests)).not.toContain('helm.sh/hook');
  });

  test('no manifest contains the superuser', () => {
    expect(JSON.stringify(manifests)).not.toMatch(/SUPERUSER|"postgres","/);
    for (const { env = [] } of Object.values(containersOf(manifests))) {
      const user = env.find(({ name }) => name === 'PGUSER' || name === 'SQL_USER');
      expect(user?.value).not.toBe('postgres');
    }
  });
});

test('T007: one server stores its data in Postgres, without a pool or a volume', () => {
  expect(all(appliance, 'Deployment').map(({ metadata }) => metadata.name)).toEqual(['temporal']);
  expect(one(appliance, 'Deployment').spec?.replicas).toBe(1);
  expect(all(appliance, 'PersistentVolumeClaim')).toEqual([]);
  const text = filesOf(appliance, 'temporal-config')['server.yaml'] ?? '';
  // The server fills these in itself.
  const { persistence } = parse(text.replaceAll(/\{\{.*?\}\}/g, 'x'), { merge: true }) as {
    readonly persistence: object;
  };
  const sql = {
    pluginName: 'postgres12_pgx',
    connectAddr: 'db.msp.svc.cluster.local:5432',
    user: 'temporal',
    maxConns: 5,
  };
  expect(persistence).toMatchObject({
    numHistoryShards: 4,
    datastores: {
      default: { sql: { ...sql, databaseName: 'temporal' } },
      visibility: { sql: { ...sql, databaseName: 'temporal_visibility' } },
    },
  });
});

test('the name of the Service for clients does not change', () => {
  expect(one(appliance, 'Service').metadata.name).toBe('temporal-frontend');
  expect(one(appliance, 'Service').spec?.ports).toEqual([
    { name: 'frontend', port: 7233, targetPort: 'frontend' },
  ]);
});

test('with topology separate, each service has a pod, and no name collides with the worker of the application', () => {
  const separate = scenarios.find(({ name }) => name === 'separate')?.manifests ?? [];
  const deployments = all(separate, 'Deployment');
  expect(deployments.map(({ metadata }) => metadata.name)).toEqual([
    'temporal-frontend',
    'temporal-history',
    'temporal-matching',
    'temporal-system-worker',
  ]);
  const asked = deployments.map(({ spec }) => {
    const [container] = spec!.template.spec!.containers;
    return [container?.args, container?.readinessProbe?.grpc];
  });
  const api = 'temporal.api.workflowservice.v1';
  expect(asked).toEqual([
    [['--service=frontend'], { port: 7233, service: `${api}.WorkflowService` }],
    [['--service=history'], { port: 7234, service: `${api}.HistoryService` }],
    [['--service=matching'], { port: 7235, service: `${api}.MatchingService` }],
    [['--service=worker'], { port: 7239, service: `${api}.WorkerService` }],
  ]);
});

const jobs = async (...chart: Parameters<typeof render>): Promise<readonly string[]> =>
  all(await render(...chart), 'Job').map(({ metadata }) => metadata.name);

test('the name of each Job contains a hash of its content', async () => {
  const [namespace, schema] = await jobs({});
  expect(namespace).toMatch(/^temporal-namespace-[0-9a-f]{10}$/);
  expect(schema).toMatch(/^temporal-schema-[0-9a-f]{10}$/);
  expect(await jobs({ server: { logLevel: 'debug' } })).toEqual([namespace, schema]);
  const retained = await jobs({ namespace: { retention: '24h' } });
  expect(retained[0]).not.toBe(namespace);
  expect(retained[1]).toBe(schema);
  const updated = await jobs({ schema: { tools: { tag: '1.32.0' } } });
  expect(updated[0]).not.toBe(namespace);
  expect(updated[1]).not.toBe(schema);
});

test.each([
  { file: 'create-namespace', index: 0, same: 1 },
  { file: 'lock-schema', index: 1, same: 0 },
  { file: 'update-schema', index: 1, same: 0 },
  { file: 'mark-schema', index: 1, same: 0 },
])('a next version of $file is a Job of its own', async ({ file, index, same }) => {
  const before = await jobs({});
  const next = await withLine(directory, `_${file}.sh.tpl`, (chart) => jobs({}, chart));
  expect(next[index]).not.toBe(before[index]);
  expect(next[same]).toBe(before[same]);
});

test('the server waits for the schemas of its release', () => {
  const { 'wait-for-schema': wait, 'mark-schema': mark } = containersOf(appliance);
  const hash = (env = wait?.env) => env?.find(({ name }) => name === 'SCHEMA_HASH')?.value;
  expect(hash()).toMatch(/^[0-9a-f]{10}$/);
  expect(hash()).toBe(hash(mark?.env));
  expect(all(appliance, 'Job').map(({ metadata }) => metadata.name)).toContain(
    `temporal-schema-${hash()}`,
  );
});

test('the scripts pass shellcheck', async (context) => {
  const scripts = [
    'create-namespace',
    'lock-schema',
    'mark-schema',
    'update-schema',
    'wait-for-schema',
  ];
  const paths = scripts.map((name) => `${import.meta.dirname}/${name}.sh`);
  expect(await orSkip(context, shellcheck(paths))).toBe('');
});
