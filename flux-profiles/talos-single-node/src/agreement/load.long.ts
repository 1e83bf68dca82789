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
/** Sessions of three workers with 20 tasks each, which are in a transaction half of the time. */
const workers = 60;
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
  await using administrator = await connect({ ...superuser, database: 'server' });
  await administrator.query('CREATE TABLE tickets (id serial PRIMARY KEY, tenant text)');
  await administrator.query('GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC');
  await administrator.query('GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC');

  const pool = await orSkip(
    context,
    startPool(await render(pgbouncer.scenarios.appliance), database),
  );
  await using stack = new AsyncDisposableStack();
  stack.use(pool);
  const several = (count: number, connection: () => Promise<Connection>) =>
    Promise.all(Array.from({ length: count }, async () => stack.use(await connection())));
  const until = Date.now() + 1000 * seconds;
  const waits = await Promise.all([
    ...[
      ...(await several(sessions.role, () => pool.connect('app_user'))),
      ...(await several(sessions.administrator, () =>
        connect({ ...superuser, database: 'server' }),
      )),
      ...(await several(temporal, () => connect(superuser))),
    ].map((session) => work(session, until, 0)),
    ...(await several(workers, () => pool.connect('app_user_pgbouncer'))).map((session) =>
      work(session, until, 50),
    ),
  ]);
  const total = waits.flat();
  expect(total.length).toBeGreaterThan(seconds * sessions.role);
  expect(Math.max(...total)).toBeLessThan(patience);
});

/** Runs one transaction after the other, with a pause between them. Returns how long each waited for its first answer. */
const work = async (session: Connection, until: number, pause: number) => {
  const waits: number[] = [];
  while (Date.now() < until) {
    const begun = performance.now();
    await session.query('BEGIN');
    waits.push(performance.now() - begun);
    await session.query('SELECT pg_sleep(0.05)');
    await session.query('COMMIT');
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return waits;
};
