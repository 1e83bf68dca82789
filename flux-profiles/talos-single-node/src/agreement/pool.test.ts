import { chart as pgbouncer } from '@helm-charts/chart-pgbouncer';
import { type Pool, startPool } from '@helm-charts/chart-pgbouncer/testing/pool';
import { one, render } from '@helm-charts/chart-pgbouncer/testing/render';
import { chart as sebastian } from '@helm-charts/chart-sebastian';
import { rendered } from '@helm-charts/chart-sebastian/testing/containers';
import {
  type Appliance,
  bootstrap,
  startAppliance,
} from '@helm-charts/chart-sebastian/testing/fixture';
import { withMigration } from '@helm-charts/chart-sebastian/testing/project';
import { containersOf, podsOf, variablesOf } from '@helm-charts/chart-sebastian/testing/render';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';

const values = sebastian.scenarios.appliance;
const poolManifests = render(pgbouncer.scenarios.appliance);

/** The pooler of the appliance with its own configuration, in front of the appliance's Postgres. */
const poolOf = async ({ postgres, passwords }: Appliance): Promise<Pool> =>
  startPool(await poolManifests, {
    postgres,
    passwords: {
      app_user: passwords.DB_PASSWORD_SERVER,
      app_user_pgbouncer: passwords.DB_PASSWORD_PGBOUNCER,
    },
    [Symbol.asyncDispose]: async () => {},
  });

/** The address of a database as a container of the appliance has it. */
const addressOf = async (name: string) => {
  const containers = podsOf(await rendered(values)).flatMap(containersOf);
  const { DB_HOST, DB_PORT, DB_NAME_SERVER, DB_USER_SERVER } = variablesOf(
    containers.find((container) => container.name === name)!,
  );
  return { host: DB_HOST!, port: DB_PORT!, database: DB_NAME_SERVER!, user: DB_USER_SERVER! };
};

test('T015: the server connects through the pool, and the bootstrap connects to Postgres directly', async (context) => {
  const { metadata, spec } = one(await poolManifests, 'Service');
  const { host, port, ...login } = await addressOf('sebastian');
  expect([host, port]).toEqual([metadata.name, String(spec?.ports?.[0]?.port)]);
  const direct = { host: 'db.msp.svc.cluster.local', port: '5432', database: 'server' };
  expect(await addressOf('bootstrap')).toMatchObject(direct);
  expect(await addressOf('wait-for-bootstrap')).toMatchObject(direct);

  await using appliance = await orSkip(context, startAppliance({ values }));
  expect((await bootstrap(appliance)).code).toBe(0);
  await using pool = await orSkip(context, poolOf(appliance));
  await using server = await pool.connect('app_user', login);
  await using worker = await pool.connect('app_user_pgbouncer');

  // The server sets a variable of its session, and prepares statements by name.
  await server.query("SET app.tenant = 'first'");
  const insert = {
    name: 'insert',
    text: "INSERT INTO notes (text) SELECT current_setting('app.tenant') WHERE $1::int > 0 RETURNING text",
  };
  for (const number of [1, 2, 1]) {
    await server.query('BEGIN');
    const written = await server.query({ ...insert, values: [number] });
    expect(written).toEqual([{ text: 'first' }]);
    await server.query('COMMIT');
  }
  const read = { name: 'read', text: 'SELECT count(*)::int AS notes FROM notes WHERE text = $1' };
  for (const _ of [1, 2, 3]) {
    await worker.query('BEGIN');
    expect(await worker.query({ ...read, values: ['first'] })).toEqual([{ notes: 3 }]);
    await worker.query('COMMIT');
  }

  // Nobody makes a table through the pool: neither its roles nor the superuser, whom it does not let in.
  for (const { query } of [server, worker]) {
    await expect(query('CREATE TABLE mine ()')).rejects.toThrow('permission denied');
    await expect(query('CREATE DATABASE mine')).rejects.toThrow('permission denied');
  }
  const superuser = { user: 'postgres', password: appliance.postgres.superuserPassword };
  await expect(pool.connect('app_user', superuser)).rejects.toThrow('authentication failed');

  // The next release migrates beside them, and they see it without connecting again.
  const { code } = await bootstrap(appliance, {
    project: withMigration('005_colors', 'CREATE TABLE colors (id serial PRIMARY KEY)'),
    environment: { BOOTSTRAP_HASH: 'second', BOOTSTRAP_VERSION: '1.0.1' },
  });
  expect(code).toBe(0);
  const tenant = "SELECT current_setting('app.tenant') AS tenant";
  expect(await server.query(tenant)).toEqual([{ tenant: 'first' }]);
  expect(await server.query('INSERT INTO colors DEFAULT VALUES RETURNING id')).toEqual([{ id: 1 }]);
  expect(await worker.query('SELECT id FROM colors')).toEqual([{ id: 1 }]);
  const logins = pool.pgbouncer
    .log()
    .flatMap((line) => /login attempt: (\S+ \S+)/.exec(line)?.[1] ?? []);
  expect(logins).toEqual([
    'db=server user=app_user',
    'db=server_transaction user=app_user_pgbouncer',
    'db=server user=postgres',
  ]);
});
