import { eventually } from '@helm-charts/testing/eventually';
import type { Connection } from '@helm-charts/testing/servers';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { dump } from '../testing/dump.ts';
import { bootstrap, nextRelease, startAppliance } from '../testing/fixture.ts';
import { hold } from '../testing/hold.ts';
import { installation, installed } from '../testing/installation.ts';
import { slow, withMigration, withUnsafeMigration } from '../testing/project.ts';

test.concurrent('of eight concurrent runs, one works and the others have nothing to do', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { release, contents } = installation(appliance);
  const eight = () => Promise.all(Array.from({ length: 8 }, () => bootstrap(appliance, release)));
  const first = await eight();
  expect(first.map(({ code }) => code)).toEqual(Array(8).fill(0));
  const saying = (pattern: RegExp) =>
    first.filter(({ lines }) => lines.some((line) => pattern.test(line)));
  expect(saying(/^seed 01_roles/)).toHaveLength(1);
  expect(saying(/^seeds already present, skipping/)).toHaveLength(7);
  expect(await contents()).toEqual(installed);

  const before = await dump(appliance.postgres);
  expect((await eight()).map(({ code }) => code)).toEqual(Array(8).fill(0));
  expect(await dump(appliance.postgres)).toBe(before);
});

test.concurrent('of two concurrent releases, the newer one wins', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const release = (version: string) => ({
    project: slow(0.05),
    environment: { BOOTSTRAP_HASH: version, BOOTSTRAP_VERSION: version },
  });
  const results = await Promise.all(
    ['1.1.0', '1.0.9', '1.1.0', '1.0.10'].map((version) => bootstrap(appliance, release(version))),
  );
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  await using database = await appliance.connect({ database: 'server' });
  const current = 'SELECT hash FROM bootstrap_state WHERE is_current';
  expect(await database.query(current)).toEqual([{ hash: '1.1.0' }]);
});

const holders = "SELECT state FROM pg_stat_activity WHERE application_name = 'alga-bootstrap lock'";
const locks = `SELECT datname FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND granted`;
/** Who has asked for the lock and was not given it. */
const waiters = `SELECT count(*)::int AS waiting FROM pg_stat_activity
  WHERE application_name = 'alga-bootstrap lock' AND query ~ 'pg_try_advisory_lock'
    AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)`;

test.concurrent('the connection that holds the lock idles, and ends with the run', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await using observer = await appliance.connect();
  const { project, reached } = hold(appliance);
  const run = await appliance.bootstrap({ project });
  await reached('migrations');
  await eventually(() => observer.query(holders), [{ state: 'idle' }]);
  expect(await observer.query(locks)).toEqual([{ datname: 'postgres' }]);
  run.kill('all');
  await eventually(() => observer.query(holders), []);
});

test.concurrent('the next run terminates statements of a killed run, also where it needs no copy', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await using observer = await appliance.connect();
  const { release, contents } = installation(appliance);
  expect((await bootstrap(appliance, release)).code).toBe(0);
  const colors = withMigration('005_colors', 'CREATE TABLE colors ()');
  const { project, reached } = hold(appliance, { of: colors });
  const run = await appliance.bootstrap(nextRelease({ ...release, project }));
  await reached('migrations');
  run.kill('all');
  await run.ended;
  // The statement has a name by which the next run knows it, and goes on without the program.
  await reached('migrations');
  const names = `SELECT application_name AS name FROM pg_stat_activity WHERE datname = '${release.environment.DB_NAME_SERVER}'`;
  expect(await observer.query(names)).toEqual([{ name: 'alga-bootstrap' }]);
  expect((await bootstrap(appliance, nextRelease({ ...release, project: colors }))).code).toBe(0);
  expect(await contents()).toMatchObject({
    notes: installed.notes,
    migrations: [...installed.migrations, { name: '005_colors.cjs' }],
    lock: installed.lock,
  });
});

test.concurrent('a killed run that waited for the lock leaves no connection', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await using observer = await appliance.connect();
  await lock(observer);
  // Longer than this test takes.
  const environment = { BOOTSTRAP_WAIT_RETRY_SECONDS: '600' };
  const run = await appliance.bootstrap({ environment });
  await eventually(() => observer.query(waiters), [{ waiting: 1 }]);
  run.kill('script');
  await eventually(() => observer.query(holders), []);
});

test.concurrent('no time limit of the server ends a migration, a session that waits, or the lock', async (context) => {
  const limits = ['idle_session', 'idle_in_transaction_session', 'statement', 'lock'];
  const settings = Object.fromEntries(limits.map((of) => [`${of}_timeout`, '200ms']));
  await using appliance = await orSkip(context, startAppliance({ settings }));
  const of = withMigration(
    '005_limits',
    `CREATE TABLE limits AS SELECT name, setting FROM pg_settings WHERE name IN (${limits.map((of) => `'${of}_timeout'`)})`,
  );
  const { release } = installation(appliance, { project: slow(0.3, of) });
  const { code, lines } = await bootstrap(appliance, release);
  expect([code, lines]).toEqual([0, lines]);
  await using database = await appliance.connect({ database: release.environment.DB_NAME_SERVER });
  expect(await database.query("SELECT name FROM limits WHERE setting <> '0'")).toEqual([]);
  expect(await database.query('SELECT count(*)::int FROM limits')).toEqual([{ count: 4 }]);
});

test.concurrent('12: a run fails when it has waited for the lock too long', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await using observer = await appliance.connect();
  await lock(observer);
  const environment = { BOOTSTRAP_LOCK_TIMEOUT_SECONDS: '1' };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect([code, ...lines]).toEqual([
    12,
    'waiting for another bootstrap to end',
    'bootstrap: another bootstrap has held the lock for more than 1 seconds',
  ]);
});

test.concurrent('12: a run that loses its lock exits at once', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await using observer = await appliance.connect();
  const { project, reached, letGo } = hold(appliance);
  const { release, contents } = installation(appliance, { project });
  for (const step of ['migrations', 'seeds'] as const) {
    const run = await appliance.bootstrap(release);
    await reached(step);
    await observer.query(holders.replace('state', 'pg_terminate_backend(pid, 60000)'));
    // It exits at once: nobody lets the step go on yet.
    const { code, lines } = await run.ended;
    await letGo(step);
    expect([code, lines.at(-1)]).toEqual([
      12,
      'bootstrap: the connection that holds the lock was lost: did Postgres restart?',
    ]);
  }
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual(installed);
});

test.concurrent('a run accepts objects that another session creates at the same time', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await using observer = await appliance.connect();
  await using administrator = await appliance.connect();
  await administrator.query('BEGIN');
  await administrator.query('CREATE ROLE app_user');
  const run = await appliance.bootstrap();
  await waiting(observer, 'CREATE ROLE "app_user" %');

  // Postgres writes down the owner of a new database after its name.
  await using owners = await appliance.connect();
  await owners.query('BEGIN');
  await owners.query('LOCK TABLE pg_shdepend IN EXCLUSIVE MODE');
  await using another = await appliance.connect();
  const created = another.query('CREATE DATABASE server');
  await waiting(observer, 'CREATE DATABASE server');

  await administrator.query('COMMIT');
  await waiting(observer, 'CREATE DATABASE "server" OWNER%');
  await owners.query('COMMIT');
  await created;
  const { code, lines } = await run.ended;
  const twice = /(already exists|duplicate key value violates unique constraint)/;
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(twice),
    expect.stringMatching(/pg_database/),
  ]);
  expect(code).toBe(0);
});

test.concurrent('a superuser of the application that connects again at once does not disturb the copy', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  let isOver = false;
  // As the queue of the server does, which logs in as the superuser.
  const clients = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      try {
        await using client = await appliance.connect({ database: 'server' });
        await client.query('SELECT pg_sleep(60)');
      } catch {
        // It was closed, or its connection was ended.
      }
    }
  });
  const project = withUnsafeMigration('005_colors', 'CREATE TABLE colors ()');
  const { code, lines } = await bootstrap(appliance, nextRelease({ project }));
  isOver = true;
  await using cluster = await appliance.connect();
  await cluster.query(
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = 'server'",
  );
  if (code) console.log(lines.join('\n'));
  expect([code, lines]).toEqual([0, lines]);
  await Promise.all(clients);
});

const lock = ({ query }: Connection) => query('SELECT pg_advisory_lock(7205759403)');

/** Until a statement waits for another client. */
const waiting = ({ query }: Connection, statement: string) =>
  eventually(
    () =>
      query(
        `SELECT wait_event_type AS waits FROM pg_stat_activity
         WHERE query LIKE '${statement}' AND state = 'active' AND pid <> pg_backend_pid()`,
      ),
    [{ waits: 'Lock' }],
  );
