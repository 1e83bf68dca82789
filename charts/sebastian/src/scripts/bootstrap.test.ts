import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { scenarios } from '../scenarios.ts';
import { dump } from '../testing/dump.ts';
import {
  type Appliance,
  bootstrap,
  nextRelease,
  startAppliance,
  withoutTenant,
} from '../testing/fixture.ts';
import { installation, installed } from '../testing/installation.ts';
import { withMigration } from '../testing/project.ts';

const rows = async (appliance: Appliance, statement: string, login: object = {}) => {
  await using connection = await appliance.connect({ database: 'server', ...login });
  return await connection.query(statement);
};

const notes = 'SELECT text FROM notes ORDER BY id';

test.concurrent('T013: a fresh install creates roles, databases, tables, tenant and seeds, and then the server starts', async (context) => {
  const values = scenarios.appliance;
  await using appliance = await orSkip(context, startAppliance({ values }));
  const wait = await appliance.waitForBootstrap();
  await wait.saying(/^waiting for the bootstrap first: /);
  const { code, lines } = await bootstrap(appliance);
  expect(lines).toEqual([
    'setting the password of app_user',
    'setting the password of app_user_pgbouncer',
    'setting the password of hocuspocus_user',
    'setting the password of temporal',
    '4 migrations done',
    expect.stringMatching(/^tenant [0-9a-f-]{36} created; running the seeds of psa$/),
    'seed 01_roles.cjs: 2 rows',
    'seed 02_notes.cjs: 3 rows',
    '5 rows of seeds, the administrator and the licence are written',
    'complete: version 1.0.0 (first)',
  ]);
  expect(code).toBe(0);
  expect((await wait.ended).code).toBe(0);

  const { DB_PASSWORD_SERVER, DB_PASSWORD_PGBOUNCER, DB_PASSWORD_HOCUSPOCUS } = appliance.passwords;
  for (const [user, password] of [
    ['app_user', DB_PASSWORD_SERVER],
    ['app_user_pgbouncer', DB_PASSWORD_PGBOUNCER],
  ] as const) {
    const login = { user, password };
    expect(await rows(appliance, notes, login)).toEqual([{ text: 'hello' }]);
    await rows(appliance, `INSERT INTO notes (text) VALUES ('${user}')`, login);
    await rows(appliance, `UPDATE notes SET text = 'more' WHERE text = '${user}'`, login);
    await rows(appliance, "DELETE FROM notes WHERE text = 'more'", login);
    await expect(rows(appliance, 'CREATE TABLE mine ()', login)).rejects.toThrow(
      'permission denied',
    );
  }
  const documents = {
    user: 'hocuspocus_user',
    password: DB_PASSWORD_HOCUSPOCUS,
    database: 'hocuspocus',
  };
  await rows(appliance, 'CREATE TABLE documents ()', documents);
  await rows(appliance, 'CREATE TABLE drafts (id serial)', { database: 'hocuspocus' });
  await rows(appliance, 'INSERT INTO drafts DEFAULT VALUES', documents);
  for (const database of ['temporal', 'temporal_visibility']) {
    const login = { user: 'temporal', password: appliance.passwords.DB_PASSWORD_TEMPORAL };
    await rows(appliance, 'CREATE TABLE executions ()', { ...login, database });
  }

  const state = `SELECT hash, version, is_current, seeded_at <= completed_at AS seeded, migrations, seeds, tenant
    FROM bootstrap_state`;
  const [{ tenant } = {}] = await rows(appliance, 'SELECT tenant::text FROM tenants');
  const done = { migrations: 4, seeds: 5, tenant };
  expect(await rows(appliance, state)).toEqual([
    { hash: 'first', version: '1.0.0', is_current: true, seeded: true, ...done },
  ]);
  const environment = "SELECT current_setting('app.environment') AS environment";
  expect(await rows(appliance, environment)).toEqual([{ environment: 'production' }]);
  const schema = "SELECT count(*)::int AS schemas FROM pg_namespace WHERE nspname = 'pgboss'";
  expect(await rows(appliance, schema)).toEqual([{ schemas: 1 }]);
});

test.concurrent('T014: runs after the first skip the seeds and change nothing', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  await rows(appliance, "UPDATE notes SET text = 'changed'");
  const before = await dump(appliance.postgres);

  for (let run = 0; run < 4; run += 1) {
    const { code, lines } = await bootstrap(appliance);
    expect(lines).toEqual([
      'seeds already present, skipping; the tenant of the Secret is not created',
      'nothing to do: this bootstrap (first) is complete',
    ]);
    expect(code).toBe(0);
  }
  expect(await dump(appliance.postgres)).toBe(before);
  expect(await readdir(join(appliance.folder, 'job', 'tmp'))).toEqual([]);
});

test.concurrent('T014: the next release migrates, skips the seeds, and replaces the marker of the previous one', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await bootstrap(appliance);
  await rows(appliance, 'DELETE FROM notes');
  // Clients of the current release stay connected while migrations run that have a transaction.
  const login = { user: 'app_user', password: appliance.passwords.DB_PASSWORD_SERVER };
  await using client = await appliance.connect({ ...login, database: 'server' });
  const project = withMigration('005_color', 'CREATE TABLE colors (id serial PRIMARY KEY)');
  const { code, lines } = await bootstrap(appliance, nextRelease({ project }));
  expect(lines).toEqual([
    'seeds already present, skipping; the tenant of the Secret is not created',
    '1 migrations done',
    'complete: version 1.0.1 (second)',
  ]);
  expect(code).toBe(0);

  expect(await client.query(notes)).toEqual([]);
  expect(await client.query('INSERT INTO colors DEFAULT VALUES RETURNING id')).toEqual([{ id: 1 }]);
  const state = `SELECT hash, is_current, seeded_at = min(seeded_at) OVER () AS seeded_once, migrations, seeds
    FROM bootstrap_state ORDER BY id`;
  expect(await client.query(state)).toEqual([
    { hash: 'first', is_current: false, seeded_once: true, migrations: 4, seeds: 5 },
    { hash: 'second', is_current: true, seeded_once: true, migrations: 1, seeds: null },
  ]);
  expect((await (await appliance.waitForBootstrap({ BOOTSTRAP_HASH: 'second' })).ended).code).toBe(
    0,
  );
});

test.concurrent('T010: migrations and seeds can each be disabled', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const off = { SETUP_RUN_MIGRATIONS: 'False', SETUP_RUN_SEEDS: 'off' };
  const nothing = await bootstrap(appliance, { environment: off });
  expect(nothing.lines.slice(-3)).toEqual([
    'seeds are switched off, skipping them and the tenant',
    'migrations are switched off, skipping',
    'complete: version 1.0.0 (first)',
  ]);
  expect(nothing.code).toBe(0);
  const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
  expect(await rows(appliance, tables)).toEqual([{ tablename: 'bootstrap_state' }]);

  const migrated = await bootstrap(
    appliance,
    nextRelease({ environment: { SETUP_RUN_SEEDS: 'no' } }),
  );
  expect(migrated.code).toBe(0);
  expect(await rows(appliance, notes)).toEqual([]);

  // Never seeded so far: the switch may also come late, while clients are connected.
  await using idle = await appliance.connect({
    user: 'app_user',
    password: appliance.passwords.DB_PASSWORD_SERVER,
    database: 'server',
  });
  const late = await bootstrap(appliance, nextRelease());
  expect(late.lines).toContain('5 rows of seeds, the administrator and the licence are written');
  expect(late.code).toBe(0);
  expect(await rows(appliance, notes)).toEqual([{ text: 'hello' }]);
  await expect(idle.query('SELECT 1')).rejects.toThrow();
});

test.concurrent('T012: an installed database without a marker is not seeded again', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { release, contents } = installation(appliance);
  const { DB_NAME_SERVER: database, DB_USER_HOCUSPOCUS: documents } = release.environment;
  expect((await bootstrap(appliance, release)).code).toBe(0);
  await rows(appliance, 'DROP TABLE bootstrap_state', { database });
  await rows(appliance, 'REVOKE ALL ON SCHEMA public FROM PUBLIC', { database });
  await rows(appliance, `ALTER ROLE "${documents}" NOLOGIN`, { database });
  const { code, lines } = await bootstrap(appliance, release);
  expect([code, ...lines]).toEqual([
    0,
    `setting the password of ${documents}`,
    'seeds already present, skipping; the tenant of the Secret is not created',
    '0 migrations done',
    'complete: version 1.0.0 (first)',
  ]);
  const [state] = installed.state;
  const none = { migrations: null, seeds: null, tenant: false };
  expect(await contents()).toEqual({
    ...installed,
    state: [
      { ...state, hash: 'adopted', version: '0', is_current: false, ...none },
      { ...state, ...none, migrations: 0 },
    ],
  });
});

test.concurrent('a run of an older release changes nothing, and prints that it is superseded', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const newer = { BOOTSTRAP_VERSION: '1.10.0', ...withoutTenant };
  expect((await bootstrap(appliance, { environment: newer })).code).toBe(0);
  const before = await dump(appliance.postgres);
  const environment = { BOOTSTRAP_HASH: 'older', BOOTSTRAP_VERSION: '1.9.0' };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect([code, ...lines]).toEqual([
    0,
    'superseded: the database is at version 1.10.0, which is newer than 1.9.0; nothing was changed',
  ]);
  expect(await dump(appliance.postgres)).toBe(before);
});
