import { expect, test } from 'vitest';
import { orSkip } from '../../../../tools/servers/missing.ts';
import { type Pool, startPool } from '../../../pgbouncer/src/testing/pool.ts';
import { render } from '../../../pgbouncer/src/testing/render.ts';
import { type Appliance, bootstrap, startAppliance } from './fixture.ts';
import { withMigration } from './project.ts';

/** The pooler of the appliance with its own configuration, in front of the appliance's Postgres. */
const poolOf = async ({ postgres, passwords }: Appliance): Promise<Pool> =>
  startPool(await render({}), {
    postgres,
    passwords: {
      app_user: passwords.DB_PASSWORD_SERVER,
      app_user_pgbouncer: passwords.DB_PASSWORD_PGBOUNCER,
    },
    [Symbol.asyncDispose]: async () => {},
  });

test('T015: the server works through the pool, and what makes its tables goes to Postgres directly', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  await using pool = await orSkip(context, poolOf(appliance));
  await using server = await pool.connect('app_user');
  await using worker = await pool.connect('app_user_pgbouncer');

  // The server sets a variable of its session, and prepares statements by name.
  await server.query("SET app.tenant = 'first'");
  const insert = {
    name: 'insert',
    text: "INSERT INTO notes (author, text) VALUES ($1, current_setting('app.tenant')) RETURNING text",
  };
  for (const author of [1, 2, 1]) {
    await server.query('BEGIN');
    const written = await server.query({ ...insert, values: [author] });
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
    project: withMigration('004_colors', 'CREATE TABLE colors (id serial PRIMARY KEY)'),
    environment: { BOOTSTRAP_HASH: 'second', BOOTSTRAP_VERSION: '1.0.1' },
  });
  expect(code).toBe(0);
  const tenant = "SELECT current_setting('app.tenant') AS tenant";
  expect(await server.query(tenant)).toEqual([{ tenant: 'first' }]);
  expect(await server.query('INSERT INTO colors DEFAULT VALUES RETURNING id')).toEqual([{ id: 1 }]);
  expect(await worker.query('SELECT id FROM colors')).toEqual([{ id: 1 }]);
});
