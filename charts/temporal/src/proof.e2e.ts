import {
  connect,
  grpcHealth,
  runTemporal,
  startClient,
  type Temporal,
} from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { type Installation, install, makeNamespace, serve } from './testing/installation.ts';
import { startPod } from './testing/pod.ts';

test('the role of the chart creates the schemas, once, again, and in eight concurrent runs', async () => {
  await using installation = await install();
  const { schemaJob } = installation;
  expect(await schemaJob()).toMatchObject({ code: 0 });
  const first = await tables(installation);
  expect(await versions(installation)).toEqual({ temporal: '1.19', temporal_visibility: '1.14' });
  expect(await schemaJob()).toMatchObject({ code: 0 });
  expect(await tables(installation)).toEqual(first);
});

test('after eight concurrent runs on empty databases, the schemas are complete', async () => {
  await using installation = await install();
  const runs = await Promise.all(Array.from({ length: 8 }, () => installation.schemaJob()));
  expect(runs.map(({ code }) => code)).toEqual(Array(8).fill(0));
  expect(await versions(installation)).toEqual({ temporal: '1.19', temporal_visibility: '1.14' });
});

test('the next update recovers from an update that is interrupted at any moment', async () => {
  await using installation = await install();
  for (const seconds of [0.02, 0.05, 0.08, 0.12, 0.2, 0.3]) {
    await installation.schemaJob(seconds);
  }
  expect(await installation.schemaJob()).toMatchObject({ code: 0 });
  expect(await versions(installation)).toEqual({ temporal: '1.19', temporal_visibility: '1.14' });
});

test('a server waits for the schemas of its release, and eight concurrent Jobs create its namespace with its retention', async () => {
  await using installation = await install();
  const waiting = installation.run('wait-for-schema');
  expect(await installation.schemaJob()).toMatchObject({ code: 0 });
  expect(await waiting).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^waiting for the schemas .*\nthe schemas \w+ are complete\n$/s),
  });
  await using server = await serve(installation);
  expect(await server.health()).toBe('SERVING');

  const make = () => makeNamespace(installation, server);
  const made = await Promise.all(Array.from({ length: 8 }, make));
  expect(made.map(({ code, stderr }) => [code, stderr])).toEqual(Array(8).fill([0, '']));
  expect(await retention(server)).toBe('259200s');
  const longer = await makeNamespace(installation, server, { TEMPORAL_RETENTION: '96h' });
  expect(longer.code).toBe(0);
  expect(await retention(server)).toBe('345600s');
});

test('the pod starts with its command and mounts, runs the workflows of the server, and applies dynamic configuration', async () => {
  await using installation = await install({
    server: { dynamicConfig: { 'limit.maxIDLength': '40' } },
  });
  expect(await installation.schemaJob()).toMatchObject({ code: 0 });
  await using pod = await startPod(installation);
  const temporal = (...args: readonly string[]) =>
    runTemporal('temporal', [...args, '--address', pod.address]);
  expect(await makeNamespace(installation, pod)).toMatchObject({ code: 0, stderr: '' });

  const workflow = ['workflow', 'start', '--type', 'any', '--task-queue', 'any'];
  const start = (id: string) => temporal(...workflow, '--workflow-id', id);
  // The server looks only every few seconds for namespaces that are new.
  await expect.poll(async () => (await start('short')).code, { timeout: 60_000 }).toBe(0);
  expect((await start('x'.repeat(41))).stderr).toContain('exceeds');

  // What its own worker runs, which finds the frontend by itself.
  const own = async () => (await temporal('workflow', 'list', '-n', 'temporal-system')).stdout;
  await expect.poll(own, { timeout: 60_000 }).toContain('temporal-sys-history-scanner');
});

test('each service responds to the probe of its pod', async () => {
  await using installation = await install({ server: { topology: 'separate' } });
  expect(await installation.schemaJob()).toMatchObject({ code: 0 });
  await using server = await serve(installation);
  const services = ['WorkflowService', 'HistoryService', 'MatchingService', 'WorkerService'];
  for (const [index, port] of server.ports.entries()) {
    await expect
      .poll(() => grpcHealth(port, `temporal.api.workflowservice.v1.${services[index]}`), {
        timeout: 60_000,
      })
      .toBe('SERVING');
  }
});

test('a workflow continues after a restart of Postgres and a kill of the server', async () => {
  await using installation = await install();
  expect(await installation.schemaJob()).toMatchObject({ code: 0 });
  await using server = await serve(installation);
  expect(await makeNamespace(installation, server)).toMatchObject({ code: 0, stderr: '' });

  const environment = { TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
  await using client = await startClient(environment, 3000);
  await client.saying(/^started$/);
  await installation.postgres.restart();
  await server.kill();
  await server.restart();
  expect(await client.result()).toEqual(['Hello, Alga', 'Hello, Alga']);
  const open = await connections(installation);
  expect(open).toBeGreaterThan(0);
  expect(open).toBeLessThanOrEqual(40);
});

const databases = ['temporal', 'temporal_visibility'];

const versions = async ({ postgres }: Installation): Promise<Readonly<Record<string, unknown>>> => {
  const found = databases.map(async (database) => {
    await using connection = await connect({ ...postgres.superuser, database });
    const [row] = await connection.query('SELECT curr_version FROM schema_version');
    return [database, row?.curr_version] as const;
  });
  return Object.fromEntries(await Promise.all(found));
};

const tables = async ({ postgres }: Installation): Promise<readonly unknown[]> => {
  await using connection = await connect({ ...postgres.superuser, database: 'temporal' });
  return await connection.query(
    `SELECT c.oid, relname, pg_get_userbyid(relowner) FROM pg_class c WHERE relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
};

const connections = async ({ postgres }: Installation): Promise<number> => {
  await using connection = await connect(postgres.superuser);
  const [row] = await connection.query(
    `SELECT count(*)::int AS open FROM pg_stat_activity WHERE usename = 'temporal'`,
  );
  return Number(row?.open);
};

const retention = async ({ address }: Temporal): Promise<unknown> => {
  const described = await runTemporal('temporal', [
    ...['operator', 'namespace', 'describe', '--namespace', 'default'],
    ...['--output', 'json', '--address', address],
  ]);
  return JSON.parse(described.stdout).config.workflowExecutionRetentionTtl;
};
