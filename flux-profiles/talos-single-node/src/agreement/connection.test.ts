import { startPool } from '@helm-charts/chart-pgbouncer/testing/pool';
import { render as renderPool } from '@helm-charts/chart-pgbouncer/testing/render';
import { bootstrap, startAppliance } from '@helm-charts/chart-sebastian/testing/fixture';
import { podsOf, render, variablesOf } from '@helm-charts/chart-sebastian/testing/render';
import { all } from '@helm-charts/testing/charts';
import { orSkip } from '@helm-charts/testing/servers';
import { describe, expect, test } from 'vitest';

const serverOf = async (values: object) => {
  const server = podsOf(await render(values)).find(({ id }) => id.includes('Deployment'));
  return variablesOf(server!.spec.containers[0]!);
};

const direct = { DB_HOST: 'db.msp.svc.cluster.local', DB_PORT: '5432' };

describe('F005: the server connects to its database', () => {
  test('directly by default', async () => {
    expect(await serverOf({})).toMatchObject({ ...direct, DB_NAME_SERVER: 'server' });
  });

  test('through the pool of the appliance, and directly as administrator', async () => {
    const [service] = all(await renderPool({}), 'Service');
    expect(await serverOf({ connection: { type: 'pool' } })).toMatchObject({
      DB_HOST: service!.metadata.name,
      DB_PORT: String(service!.spec!.ports![0]!.port),
      DB_HOST_ADMIN: direct.DB_HOST,
      DB_PORT_ADMIN: direct.DB_PORT,
    });
  });

  test('by one database name, which exists in PgBouncer and Postgres', async (context) => {
    await using appliance = await orSkip(context, startAppliance());
    expect((await bootstrap(appliance)).code).toBe(0);
    const { DB_PASSWORD_SERVER, DB_PASSWORD_PGBOUNCER } = appliance.passwords;
    const database = {
      postgres: appliance.postgres,
      passwords: { app_user: DB_PASSWORD_SERVER, app_user_pgbouncer: DB_PASSWORD_PGBOUNCER },
      [Symbol.asyncDispose]: async () => {},
    };
    await using pool = await orSkip(context, startPool(await renderPool({}), database));

    const { DB_NAME_SERVER, DB_USER_SERVER, DB_USER_ADMIN } = await serverOf({
      connection: { type: 'pool' },
    });
    // The application has connections of its own role, and others as administrator.
    await using administrator = await appliance.connect({
      user: DB_USER_ADMIN!,
      password: appliance.postgres.superuserPassword,
      database: DB_NAME_SERVER!,
    });
    expect(await administrator.query('SELECT count(*)::int AS users FROM users')).toHaveLength(1);
    const login = { user: DB_USER_SERVER!, database: DB_NAME_SERVER! };
    await using server = await pool.connect('app_user', login);
    await using other = await pool.connect('app_user', login);
    await server.query("SET app.tenant = 'first'");
    // A pool in transaction mode would assign this connection now.
    await other.query('BEGIN');
    const tenant = "SELECT current_setting('app.tenant', true) AS tenant";
    expect(await server.query(tenant)).toEqual([{ tenant: 'first' }]);
    expect(await other.query(tenant)).toEqual([{ tenant: null }]);
  });
});
