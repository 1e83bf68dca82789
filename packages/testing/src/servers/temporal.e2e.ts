import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect } from './connect.ts';
import { orSkip } from './missing.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { isRunning } from './running.ts';
import { runTemporal, startTemporal } from './temporal.ts';

test('keeps its namespaces after a crash, with a role that is not a superuser', async (context) => {
  await using postgres = await orSkip(context, startPostgres());
  const password = randomBytes(16).toString('hex');
  await createDatabases(postgres, password);
  for (const [database, schema] of Object.entries(databases)) {
    await setUp(postgres, password, database, schema);
    // The command can be repeated.
    await setUp(postgres, password, database, schema);
  }

  const environment = { STORE_PASSWORD: password };
  const options = {
    config: config(postgres),
    dynamicConfig: 'system.forceSearchAttributesCacheRefreshOnRead: [{ value: true }]\n',
    environment,
  };
  await using temporal = await orSkip(context, startTemporal(options));
  expect(await temporal.health()).toBe('SERVING');
  expect(await temporal.health('temporal.api.Elsewhere')).toBe('NOT_FOUND');
  const operator = (...args: readonly string[]) =>
    runTemporal('temporal', ['operator', ...args, '--address', temporal.address]);
  expect(await operator('cluster', 'health')).toMatchObject({ code: 0, stdout: 'SERVING\n' });
  const create = ['namespace', 'create', '--namespace', 'billing', '--retention', '72h'];
  expect(await operator(...create)).toMatchObject({ code: 0 });

  const { pid } = temporal;
  await temporal.kill();
  expect(isRunning(pid)).toBe(false);
  await expect(temporal.health()).rejects.toThrow('ECONNREFUSED');
  await postgres.restart();
  await temporal.restart();
  const described = await operator(
    'namespace',
    'describe',
    '--namespace',
    'billing',
    '--output',
    'json',
  );
  expect(JSON.parse(described.stdout)).toMatchObject({
    config: { workflowExecutionRetentionTtl: '259200s' },
  });
  expect(await (await fetch(`http://${temporal.metrics}/metrics`)).text()).toContain(
    'service_requests',
  );
});

test('reports an invalid configuration', async (context) => {
  const start = startTemporal({ config: 'persistence: 5\n' });
  await expect(orSkip(context, start)).rejects.toThrow('cannot unmarshal');
});

const databases = { temporal: 'temporal', temporal_visibility: 'visibility' };

const createDatabases = async (postgres: Postgres, password: string): Promise<void> => {
  await using superuser = await connect(postgres.superuser);
  await superuser.query(`CREATE ROLE temporal LOGIN PASSWORD '${password}'`);
  for (const database of Object.keys(databases)) {
    await superuser.query(`CREATE DATABASE ${database} OWNER temporal`);
  }
};

const setUp = async (
  { host, port }: Postgres,
  password: string,
  database: string,
  schema: string,
): Promise<void> => {
  const at = `--plugin postgres12_pgx --ep ${host} --port ${port} --user temporal --db ${database}`;
  for (const step of [
    'setup-schema -v 0.0',
    `update-schema --schema-name postgresql/v12/${schema}`,
  ]) {
    const args = `${at} ${step}`.split(' ');
    const ended = await runTemporal('temporal-sql-tool', args, { SQL_PASSWORD: password });
    expect(ended).toMatchObject({ code: 0 });
  }
};

/** The configuration of a pod: addresses that this machine does not have, and a password from the environment. */
const config = ({ host, port }: Postgres): string => `
# enable-template
log: { stdout: true, level: info }
persistence:
  defaultStore: default
  visibilityStore: visibility
  numHistoryShards: 4
  datastores:
    ${Object.entries({ default: 'temporal', visibility: 'temporal_visibility' })
      .map(
        ([store, database]) => `${store}:
      sql:
        pluginName: postgres12_pgx
        databaseName: ${database}
        connectAddr: ${host}:${port}
        connectProtocol: tcp
        user: temporal
        password: {{ env "STORE_PASSWORD" | quote }}
        maxConns: 5
        maxIdleConns: 5`,
      )
      .join('\n    ')}
global:
  membership: { maxJoinDuration: 30s, broadcastAddress: 192.0.2.1 }
services:
  frontend: { rpc: { grpcPort: 7233, membershipPort: 6933, bindOnIP: 192.0.2.1 } }
  history: { rpc: { grpcPort: 7234, membershipPort: 6934, bindOnIP: 192.0.2.1 } }
  matching: { rpc: { grpcPort: 7235, membershipPort: 6935, bindOnIP: 192.0.2.1 } }
  worker: { rpc: { grpcPort: 7239, membershipPort: 6939, bindOnIP: 192.0.2.1 } }
clusterMetadata:
  enableGlobalNamespace: false
  failoverVersionIncrement: 10
  masterClusterName: active
  currentClusterName: active
  clusterInformation:
    active: { enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: 127.0.0.1:7233 }
dynamicConfigClient: { filepath: /etc/temporal/dynamic.yaml, pollInterval: 10s }
`;
