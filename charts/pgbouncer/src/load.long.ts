import { type Connection, connect, orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';
import { startDatabase } from './testing/database.ts';
import { type Pool, startPool } from './testing/pool.ts';
import { render } from './testing/render.ts';

const size = 20;
const clients = 500;

test('500 clients share 20 connections, and the next client is refused', async (context) => {
  await using database = await orSkip(context, startDatabase());
  const { superuser } = database.postgres;
  await using owner = await connect({ ...superuser, database: 'server' });
  await owner.query('CREATE TABLE jobs (client int, value int)');
  await owner.query('GRANT SELECT, INSERT ON jobs TO app_user_pgbouncer');
  // Sampling the connections may miss one that exceeds the limit; the limit of Postgres does not.
  await owner.query(`ALTER ROLE app_user_pgbouncer CONNECTION LIMIT ${size}`);
  const connections = async () => {
    const count = 'SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = $1';
    const { rows } = await owner.client.query(count, ['app_user_pgbouncer']);
    return rows[0].count;
  };

  const manifests = await render({ ...scenarios.appliance, pools: { transaction: { size } } });
  await using pool = await orSkip(context, startPool(manifests, database));
  await using workers = new AsyncDisposableStack();
  const all = await connectAll(pool, workers);
  await expect(pool.connect('app_user')).rejects.toThrow('no more connections allowed');

  // The first hold all connections in a transaction, so that every other client has to wait for one.
  const [first, others] = [all.slice(0, size), all.slice(size)];
  for (const { query } of first) await query('BEGIN');
  let done = 0;
  const works = others.map(async (worker, client) => {
    await work(worker, client);
    done += 1;
  });
  expect(await connections()).toBe(size);
  expect(done).toBe(0);

  await Promise.all(first.map(({ query }) => query('COMMIT')));
  await Promise.all([...works, ...first.map((worker, at) => work(worker, others.length + at))]);
  expect(await connections()).toBe(size);
  expect(
    await owner.query('SELECT count(DISTINCT client)::int, sum(value)::int FROM jobs'),
  ).toEqual([{ count: clients, sum: 3 * clients }]);
  expect(pool.pgbouncer.warnings().filter((line) => !line.includes('max_client_conn'))).toEqual([]);
});

/** A few at a time: each of them proves by 4096 rounds of a hash that it knows the password. */
const connectAll = async (
  pool: Pool,
  stack: AsyncDisposableStack,
): Promise<readonly Connection[]> => {
  const connections: Connection[] = [];
  while (connections.length < clients) {
    const some = Array.from({ length: 20 }, () => pool.connect('app_user_pgbouncer'));
    for (const connection of await Promise.all(some)) connections.push(stack.use(connection));
  }
  return connections;
};

/** What workers do: a read, a statement that is prepared by name, a transaction with a variable of its own. */
const work = async ({ query }: Connection, client: number): Promise<void> => {
  expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  const insert = { name: 'insert', text: 'INSERT INTO jobs VALUES ($1, $2)' };
  await query({ ...insert, values: [client, 1] });
  await query('BEGIN');
  await query(`SELECT set_config('app.tenant', '${client}', true)`);
  await query({ ...insert, values: [client, 2] });
  const tenant = await query("SELECT current_setting('app.tenant') AS tenant");
  expect(tenant).toEqual([{ tenant: String(client) }]);
  await query('COMMIT');
};
