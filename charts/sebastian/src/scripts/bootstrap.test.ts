import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { scenarios } from '../scenarios.ts';
import { dump } from '../testing/dump.ts';
import { type Appliance, bootstrap, type Release, startAppliance } from '../testing/fixture.ts';
import { withMigration } from '../testing/project.ts';

const next = (release: Release = {}): Release => ({
  ...release,
  environment: { BOOTSTRAP_HASH: 'second', BOOTSTRAP_VERSION: '1.0.1', ...release.environment },
});

const rows = async (appliance: Appliance, statement: string, login: object = {}) => {
  await using connection = await appliance.connect({ database: 'server', ...login });
  return await connection.query(statement);
};

const seeded = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Bo' },
];

test.concurrent('T013: a fresh install creates roles, databases and tables, seeds once, and then the server starts', async (context) => {
  const values = scenarios.appliance;
  await using appliance = await orSkip(context, startAppliance({ values }));
  const wait = await appliance.waitForBootstrap();
  await wait.saying(/^waiting for the bootstrap first: /);
  const { code, lines } = await bootstrap(appliance, { knex: true });
  expect(lines).toEqual([
    'setting the password of app_user',
    'setting the password of app_user_pgbouncer',
    'setting the password of hocuspocus_user',
    'setting the password of temporal',
    'running migrations',
    'Using environment: migration',
    'Batch 1 run: 3 migrations',
    'running seeds',
    'Using environment: migration',
    'Ran 2 seed files',
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
    expect(await rows(appliance, 'SELECT * FROM users ORDER BY id', login)).toEqual(seeded);
    await rows(appliance, `INSERT INTO notes (text) VALUES ('${user}')`, login);
    await rows(appliance, `UPDATE notes SET text = 'more' WHERE text = '${user}'`, login);
    await rows(appliance, "DELETE FROM notes WHERE text = 'more'", login);
    const denied = rows(appliance, 'DELETE FROM bootstrap_state', login);
    await expect(denied).rejects.toThrow('permission denied');
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

  const state =
    'SELECT hash, version, is_current, seeded_at <= completed_at AS seeded FROM bootstrap_state';
  expect(await rows(appliance, state)).toEqual([
    { hash: 'first', version: '1.0.0', is_current: true, seeded: true },
  ]);
  const environment = "SELECT current_setting('app.environment') AS environment";
  expect(await rows(appliance, environment)).toEqual([{ environment: 'production' }]);
  const schema = "SELECT count(*)::int AS schemas FROM pg_namespace WHERE nspname = 'pgboss'";
  expect(await rows(appliance, schema)).toEqual([{ schemas: 1 }]);
});

test.concurrent('T014: runs after the first skip the seeds and change nothing', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance, { knex: true })).code).toBe(0);
  await rows(appliance, "UPDATE users SET name = 'Cy' WHERE id = 2");
  const before = await dump(appliance.postgres);

  for (let run = 0; run < 4; run += 1) {
    const { code, lines } = await bootstrap(appliance, { knex: true });
    expect(lines).toEqual([
      'seeds already present, skipping',
      'nothing to do: this bootstrap (first) is complete',
    ]);
    expect(code).toBe(0);
  }
  expect(await dump(appliance.postgres)).toBe(before);
  // The passwords among it.
  expect(await readdir(join(appliance.folder, 'job', 'tmp'))).toEqual([]);
});

test.concurrent('T014: the next release migrates, skips the seeds, and replaces the marker of the previous one', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await bootstrap(appliance);
  await rows(appliance, 'DELETE FROM notes; DELETE FROM users');
  const project = withMigration('004_color', 'CREATE TABLE colors (id serial PRIMARY KEY)');
  const { code, lines } = await bootstrap(appliance, next({ project }));
  expect(lines).toEqual([
    'running migrations',
    'seeds already present, skipping',
    'complete: version 1.0.1 (second)',
  ]);
  expect(code).toBe(0);

  const login = { user: 'app_user', password: appliance.passwords.DB_PASSWORD_SERVER };
  expect(await rows(appliance, 'SELECT name FROM users', login)).toEqual([]);
  expect(await rows(appliance, 'INSERT INTO colors DEFAULT VALUES RETURNING id', login)).toEqual([
    { id: 1 },
  ]);
  const state = `SELECT hash, is_current, seeded_at = min(seeded_at) OVER () AS seeded_once FROM bootstrap_state ORDER BY id`;
  expect(await rows(appliance, state, login)).toEqual([
    { hash: 'first', is_current: false, seeded_once: true },
    { hash: 'second', is_current: true, seeded_once: true },
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
    'migrations are switched off, skipping',
    'seeds are switched off, skipping',
    'complete: version 1.0.0 (first)',
  ]);
  expect(nothing.code).toBe(0);
  const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
  expect(await rows(appliance, tables)).toEqual([{ tablename: 'bootstrap_state' }]);

  const migrated = await bootstrap(appliance, next({ environment: { SETUP_RUN_SEEDS: 'no' } }));
  expect(migrated.code).toBe(0);
  expect(await rows(appliance, 'SELECT * FROM users')).toEqual([]);

  // Never seeded so far: the switch may also come late, while clients are connected.
  await using idle = await appliance.connect({
    user: 'app_user',
    password: appliance.passwords.DB_PASSWORD_SERVER,
    database: 'server',
  });
  const late = await bootstrap(appliance, {
    environment: { BOOTSTRAP_HASH: 'third', BOOTSTRAP_VERSION: '1.0.2' },
  });
  expect(late.lines).toContain('running seeds');
  expect(late.code).toBe(0);
  expect(await rows(appliance, 'SELECT * FROM users ORDER BY id')).toEqual(seeded);
  await expect(idle.query('SELECT 1')).rejects.toThrow();
});

test.concurrent('T012: an installed database without a marker is not seeded again', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { DB_PASSWORD_SERVER } = appliance.passwords;
  {
    await using owner = await appliance.connect();
    await owner.query(`CREATE ROLE app_user LOGIN PASSWORD '${DB_PASSWORD_SERVER}'`);
    await owner.query('CREATE ROLE hocuspocus_user NOLOGIN');
    await owner.query('CREATE DATABASE server');
    await owner.query('CREATE DATABASE hocuspocus');
    await owner.query('REVOKE CONNECT ON DATABASE server, hocuspocus FROM PUBLIC');
  }
  await bootstrapWithoutMarker(appliance);
  await rows(appliance, 'REVOKE ALL ON SCHEMA public FROM PUBLIC');
  const { code, lines } = await bootstrap(appliance);
  expect(lines).toEqual([
    'setting the password of app_user_pgbouncer',
    'setting the password of hocuspocus_user',
    'running migrations',
    'seeds already present, skipping',
    'complete: version 1.0.0 (first)',
  ]);
  expect(code).toBe(0);
  expect(await rows(appliance, 'SELECT name FROM users')).toEqual([{ name: 'Dee' }]);
  const history = 'SELECT hash, is_current FROM bootstrap_state ORDER BY id';
  expect(await rows(appliance, history)).toEqual([
    { hash: 'adopted', is_current: false },
    { hash: 'first', is_current: true },
  ]);

  const { DB_PASSWORD_PGBOUNCER, DB_PASSWORD_HOCUSPOCUS } = appliance.passwords;
  for (const [user, password] of [
    ['app_user', DB_PASSWORD_SERVER],
    ['app_user_pgbouncer', DB_PASSWORD_PGBOUNCER],
  ] as const) {
    await rows(appliance, `INSERT INTO users (name) VALUES ('${user}')`, { user, password });
    await rows(appliance, `UPDATE users SET name = upper(name) WHERE name = '${user}'`, {
      user,
      password,
    });
  }
  const documents = { user: 'hocuspocus_user', password: DB_PASSWORD_HOCUSPOCUS };
  await rows(appliance, 'CREATE TABLE documents ()', { ...documents, database: 'hocuspocus' });
});

/** State of an installation from before the marker existed. */
const bootstrapWithoutMarker = (appliance: Appliance) =>
  rows(
    appliance,
    `CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL);
     INSERT INTO users (name) VALUES ('Dee');
     CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch int, migration_time timestamptz);
     INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('001_users.cjs', 1, now());`,
  );

test.concurrent('a run of an older release changes nothing, and prints that it is superseded', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await bootstrap(appliance);
  const superseded = async (current: string, own: string): Promise<boolean> => {
    await rows(appliance, `UPDATE bootstrap_state SET version = '${current}' WHERE is_current`);
    const before = await dump(appliance.postgres);
    const environment = { BOOTSTRAP_HASH: `${current} ${own}`, BOOTSTRAP_VERSION: own };
    const { code, lines } = await bootstrap(appliance, { environment });
    expect(code).toBe(0);
    const message = `superseded: the database is at version ${current}, which is newer than ${own}; nothing was changed`;
    if (!lines.includes(message)) return false;
    expect(lines).toEqual([message]);
    expect(await dump(appliance.postgres)).toBe(before);
    return true;
  };
  for (const [current, own] of [
    ['1.10.0', '1.9.0'],
    ['v2.0', '2.0.0-rc.2'],
    ['1.0.0-rc.10', '1.0.0-rc.2'],
  ] as const) {
    expect([current, own, await superseded(current, own)]).toEqual([current, own, true]);
  }
  for (const [current, own] of [
    ['1.0', '1.0.0'],
    ['1.0.0-rc.2', '1.0.0+1'],
    ['1.0.0', '1.0.0+built-1'],
    ['latest', '1.0.0'],
  ] as const) {
    expect([current, own, await superseded(current, own)]).toEqual([current, own, false]);
  }
});
