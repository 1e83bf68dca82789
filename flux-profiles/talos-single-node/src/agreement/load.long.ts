import { chart as pgbouncer } from '@helm-charts/chart-pgbouncer';
import { startDatabase } from '@helm-charts/chart-pgbouncer/testing/database';
import { startPool } from '@helm-charts/chart-pgbouncer/testing/pool';
import { render } from '@helm-charts/chart-pgbouncer/testing/render';
import { chart as sebastian } from '@helm-charts/chart-sebastian';
import { render as renderServer } from '@helm-charts/chart-sebastian/testing/render';
import { one } from '@helm-charts/testing/charts';
import { type Connection, connect, orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';

/** Sessions that the server keeps open through the pool, and as administrator: 50 + 20, and 5 + 10. */
const sessions = { role: 70, administrator: 15 };
/** Four services of Temporal, two stores each, five connections each. */
const temporal = 40;
/** Sessions of three workers with 20 tasks each, which are in a transaction for two fifths of the time. */
const workers = 60;
const busy = { transaction: 0.5, pause: 0 };
const working = { transaction: 0.1, pause: 150 };
const seconds = 20;
const patience = 1000;

test(`${sessions.role} busy sessions of the server and ${workers} of the workers wait less than a second for a connection`, async (context) => {
  const { spec } = one(await renderServer(sebastian.scenarios.appliance), 'StatefulSet', 'db');
  const settings = Object.fromEntries(
    (spec!.template.spec!.containers[0]!.args ?? []).map((setting) =>
      setting.replace('--', '').split('='),
    ),
  );
  expect(settings).toHaveProperty('max_connections', '200');
  await using database = await orSkip(context, startDatabase({ settings }));
  const { superuser } = database.postgres;
  const pool = await orSkip(
    context,
    startPool(await render(pgbouncer.scenarios.appliance), database),
  );
  await using stack = new AsyncDisposableStack();
  stack.use(pool);
  const several = (count: number, connection: () => Promise<Connection>) =>
    Promise.all(Array.from({ length: count }, async () => stack.use(await connection())));
  const direct = [
    ...(await several(sessions.administrator, () => connect({ ...superuser, database: 'server' }))),
    ...(await several(temporal, () => connect(superuser))),
  ];
  const server = await several(sessions.role, () => pool.connect('app_user'));
  const worker = await several(workers, () => pool.connect('app_user_pgbouncer'));
  // PgBouncer opens connections to Postgres one after the other, when they are first needed.
  await Promise.all([...server, ...worker].map((session) => session.query('SELECT pg_sleep(0.5)')));

  const until = Date.now() + 1000 * seconds;
  const longest = async (all: readonly Connection[], rhythm: typeof busy) => {
    const waits = (await Promise.all(all.map((one) => work(one, until, rhythm)))).flat();
    expect(waits.length).toBeGreaterThan(all.length * 5);
    return Math.max(...waits);
  };
  const [ofDirect, ofServer, ofWorkers] = await Promise.all([
    longest(direct, busy),
    longest(server, busy),
    longest(worker, working),
  ]);
  // On a busy machine every session waits for the CPU; those without a pool say how long.
  expect(ofServer - ofDirect).toBeLessThan(patience);
  expect(ofWorkers - ofDirect).toBeLessThan(patience);
});

/** Runs one transaction after the other, with a pause between them. Returns how long each waited for its first answer. */
const work = async (session: Connection, until: number, { transaction, pause }: typeof busy) => {
  const waits: number[] = [];
  while (Date.now() < until) {
    const begun = performance.now();
    await session.query('BEGIN');
    waits.push(performance.now() - begun);
    await session.query(`SELECT pg_sleep(${transaction})`);
    await session.query('COMMIT');
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return waits;
};
