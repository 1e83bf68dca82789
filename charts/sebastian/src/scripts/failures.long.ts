import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { orSkip } from '@helm-charts/testing/servers';
import { writeProgram } from '@helm-charts/testing/shell';
import { expect, test } from 'vitest';
import type { BootstrapEnvironment } from '../environment/scripts.ts';
import { bootstrap, type Release, startAppliance } from '../testing/fixture.ts';
import { hold } from '../testing/hold.ts';
import { installation, installed } from '../testing/installation.ts';
import { withMigration, withSeed } from '../testing/project.ts';

test.concurrent('10: the run waits for a Postgres that starts late, and fails when it never starts', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await appliance.postgres.kill();
  const environment = { BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '2' };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect(code).toBe(10);
  expect(lines[0]).toMatch(/^waiting for Postgres at 127\.0\.0\.1:\d+: .*Connection refused/);
  // The reason is said once.
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^bootstrap: Postgres at .* could not be reached in 2 seconds$/),
  ]);

  const run = await appliance.bootstrap();
  await run.saying(/^waiting for Postgres/);
  await appliance.postgres.restart();
  expect((await run.ended).code).toBe(0);
});

test.concurrent('11: a Secret that does not match the data directory fails at once', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { PASSWORDS_DIR } = await appliance.environment();
  await rm(join(PASSWORDS_DIR, 'DB_PASSWORD_SUPERUSER'));
  await writeFile(join(PASSWORDS_DIR, 'DB_PASSWORD_SUPERUSER'), 'of another installation');
  const { code, lines } = await bootstrap(appliance);
  expect(code).toBe(11);
  expect(lines.at(-1)).toMatch(
    /^bootstrap: Postgres at .* refuses postgres with the password in .*\/DB_PASSWORD_SUPERUSER: the Secret does not match the data directory\. Restore/,
  );
  expect(lines.join('\n')).not.toContain('of another installation');
  await using cluster = await appliance.connect();
  const roles = "SELECT count(*)::int AS roles FROM pg_roles WHERE rolname ~ 'app_user'";
  expect(await cluster.query(roles)).toEqual([{ roles: 0 }]);
});

test.concurrent('13: a role that can not log in', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await using cluster = await appliance.connect();
  await cluster.query("CREATE ROLE app_user VALID UNTIL '2020-01-01'");
  const { code, lines } = await bootstrap(appliance);
  expect([code, lines.at(-1)]).toEqual([
    13,
    expect.stringMatching(
      /^bootstrap: app_user cannot log in with the password in .* authentication failed/,
    ),
  ]);

  // Not for its password, which is then left alone.
  await cluster.query("ALTER ROLE app_user VALID UNTIL 'infinity'");
  await cluster.query("ALTER ROLE app_user SET session_preload_libraries = 'nothing'");
  const other = await bootstrap(appliance);
  expect([other.code, ...other.lines]).toEqual([
    13,
    expect.stringMatching(/^bootstrap: cannot tell whether app_user can log in: .*"nothing"/),
  ]);
});

test.concurrent('13: a database that can not be created', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  // Postgres cuts the name.
  const environment = { DB_NAME_HOCUSPOCUS: 'h'.repeat(64) };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect([code, lines.at(-1)]).toEqual([
    13,
    expect.stringMatching(/^bootstrap: Postgres did not make .* missing: database h+$/),
  ]);
});

test.concurrent('13: a database that can not be prepared', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  // It needs another extension, which is not in the list.
  const environment = { DB_EXTENSIONS: 'earthdistance' };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect([code, lines.at(-1)]).toEqual([
    13,
    'bootstrap: failed while creating roles and databases',
  ]);
  expect(lines.join('\n')).toContain('required extension "cube" is not installed');
  expect(lines).not.toContain('running migrations');
});

test.concurrent('13: a marker that can not be written, and the previous one stays', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  await using database = await appliance.connect({ database: 'server' });
  await database.query("ALTER TABLE bootstrap_state ADD CHECK (hash <> 'second')");
  const { code, lines } = await bootstrap(appliance, {
    environment: { BOOTSTRAP_HASH: 'second' },
  });
  expect([code, lines.at(-1)]).toEqual([13, 'bootstrap: failed while writing the marker']);
  const current = 'SELECT hash FROM bootstrap_state WHERE is_current';
  expect(await database.query(current)).toEqual([{ hash: 'first' }]);
});

test.concurrent('14: a failed migration is rolled back, and the next release continues from there', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const project = withMigration('004_broken', 'CREATE TABLE half (); SELECT 1 / 0');
  const { release, contents } = installation(appliance, { knex: true });
  const { code, lines } = await bootstrap(appliance, { ...release, project });
  expect([code, lines.at(-1)]).toEqual([14, 'bootstrap: failed while migrating']);
  expect(lines.join('\n')).toContain('division by zero');
  expect(lines).not.toContain('running seeds');
  await using database = await appliance.connect({
    database: release.environment.DB_NAME_SERVER,
  });
  expect(await database.query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual(installed);
});

test.concurrent('14: a leftover lock of knex is released', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance, { knex: true })).code).toBe(0);
  await using database = await appliance.connect({ database: 'server' });
  // As a migration does that is no transaction and is cut off.
  await database.query('UPDATE knex_migrations_lock SET is_locked = 1');
  const next = await bootstrap(appliance, {
    knex: true,
    project: withMigration('004_colors', 'CREATE TABLE colors ()'),
    environment: { BOOTSTRAP_HASH: 'second' },
  });
  expect(next.lines[0]).toBe(
    'the lock of knex is left over, since this run has the lock of all bootstraps: freeing it',
  );
  expect(next.code).toBe(0);
  expect(await database.query('SELECT is_locked FROM knex_migrations_lock')).toEqual([
    { is_locked: 0 },
  ]);
  expect(await database.query('SELECT * FROM colors')).toEqual([]);
});

test.concurrent('15: failed seeds are rolled back, and nothing else changes', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const settings = `DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO hocuspocus_user', current_database());
    EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_temp', current_database());
    EXECUTE format('ALTER ROLE hocuspocus_user IN DATABASE %I SET app.tenant = ''a "b'' ', current_database());
  END $$`;
  const { migrations } = withMigration('004_settings', settings);
  const { seeds } = withSeed('03_broken', 'SELECT 1 / 0');
  const { release, contents } = installation(appliance, { knex: true });
  const broken = { ...release, project: { migrations, seeds } };
  for (const _attempt of ['first', 'second']) {
    const { code, lines } = await bootstrap(appliance, broken);
    expect([code, lines.at(-1)]).toEqual([
      15,
      'bootstrap: the seeds failed; what they had written has been taken back',
    ]);
    await using database = await appliance.connect({
      database: release.environment.DB_NAME_SERVER,
    });
    expect(await database.query('SELECT * FROM users')).toEqual([]);
  }
  const { seeds: fixed } = withSeed('03_fixed', 'SELECT 1');
  expect(
    (await bootstrap(appliance, { ...release, project: { migrations, seeds: fixed } })).code,
  ).toBe(0);
  expect(await contents()).toEqual({
    ...installed,
    migrations: [...installed.migrations, { name: '004_settings.cjs' }],
  });
  await using cluster = await appliance.connect();
  const kept =
    'SELECT setrole <> 0 AS of_role, setting FROM pg_db_role_setting, unnest(setconfig) AS setting ORDER BY 1, 2';
  expect(await cluster.query(kept)).toEqual([
    { of_role: false, setting: 'app.environment=production' },
    { of_role: false, setting: 'search_path=public, pg_temp' },
    { of_role: true, setting: 'app.tenant=a "b' },
  ]);
  const owner = `SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = '${release.environment.DB_NAME_SERVER}'`;
  expect(await cluster.query(owner)).toEqual([{ owner: 'hocuspocus_user' }]);
});

test.concurrent('15: a half-seeded database that somebody uses is not overwritten', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { project, reached, letGo } = hold(appliance);
  await letGo('migrations');
  const run = await appliance.bootstrap({ project });
  await reached('seeds');
  run.kill('all');
  await run.ended;
  await using cluster = await appliance.connect();
  await cluster.query('ALTER DATABASE server CONNECTION LIMIT -1');
  const { code, lines } = await bootstrap(appliance);
  expect([code, lines.at(-1)]).toEqual([
    15,
    expect.stringMatching(/^bootstrap: the database server-before-seeds was copied before seeds/),
  ]);
  await cluster.query('DROP DATABASE "server-before-seeds"');
  expect((await bootstrap(appliance)).code).toBe(0);
});

test.concurrent('15: the next run completes an interrupted rollback of seeds', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { project, reached, letGo } = hold(appliance);
  const { release, contents } = installation(appliance, { project });
  await letGo('migrations');
  const run = await appliance.bootstrap(release);
  await reached('seeds');
  run.kill('all');
  await run.ended;
  // So far had it come when it was cut off again.
  await using cluster = await appliance.connect();
  await cluster.query(`DROP DATABASE "${release.environment.DB_NAME_SERVER}" WITH (FORCE)`);
  await letGo('seeds');
  const { code, lines } = await bootstrap(appliance, release);
  expect([code, lines[0]]).toEqual([
    0,
    'an earlier run was cut off while it seeded: taking its seeds back',
  ]);
  expect(await contents()).toEqual(installed);
});

test.concurrent('143: the script exits on SIGTERM between two steps', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { project, reached, letGo } = hold(appliance);
  const { release, contents } = installation(appliance, { project });
  const run = await appliance.bootstrap(release);
  await reached('migrations');
  run.kill('script', 'SIGTERM');
  await letGo('migrations');
  const { code, lines } = await run.ended;
  expect([code, lines.at(-1)]).toEqual([
    143,
    'bootstrap: ended while migrating; the next run goes on from there',
  ]);
  await letGo('seeds');
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual(installed);
});

test.concurrent('a crash of Postgres fails the run, and the next run recovers', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { project, reached, letGo } = hold(appliance);
  const { release, contents } = installation(appliance, { project });
  for (const [step, means] of [
    ['migrations', 14],
    ['seeds', 15],
  ] as const) {
    const run = await appliance.bootstrap(release);
    await reached(step);
    await appliance.postgres.kill();
    expect((await run.ended).code).toBe(means);
    await appliance.postgres.restart();
    await letGo(step);
  }
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual(installed);
});

test.concurrent('64: a missing setting is named', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const complaint = async (environment: NonNullable<Release['environment']>) => {
    const { code, lines } = await bootstrap(appliance, { environment });
    expect(code).toBe(64);
    return lines.join('\n');
  };
  for (const name of required) {
    expect(await complaint({ [name]: '' })).toBe(`bootstrap: the variable ${name} is missing`);
  }
  const bin = join(appliance.folder, 'bin');
  await mkdir(bin);
  for (const program of ['rm', 'psql']) await writeProgram(join(bin, program), '');
  expect(await complaint({ PATH: bin })).toContain('program npx is missing in this image');
  expect(await complaint({ BOOTSTRAP_VERSION: 'latest' })).toContain('not begin with a number');
  expect(await complaint({ KNEXFILE: '/no/knexfile' })).toContain('no knexfile /no/knexfile');
  expect(await complaint({ SEEDS_DIR: '/no/seeds' })).toContain('no folder /no/seeds with seeds');
  expect(await complaint({ DB_NAME_SERVER: 'x'.repeat(51) })).toContain('longer than 50 letters');
  const { PASSWORDS_DIR } = await appliance.environment();
  await writeFile(join(PASSWORDS_DIR, 'DB_PASSWORD_SERVER'), 'two\nlines');
  expect(await complaint({})).toMatch(/DB_PASSWORD_SERVER contains a line break/);
  await writeFile(join(PASSWORDS_DIR, 'DB_PASSWORD_SERVER'), 'at the end\r');
  expect(await complaint({})).toMatch(/DB_PASSWORD_SERVER contains a line break/);
  await rm(join(PASSWORDS_DIR, 'DB_PASSWORD_SERVER'));
  expect(await complaint({})).toMatch(/DB_PASSWORD_SERVER is missing or empty: see the Secret/);
});

/** Without these nothing can be done. */
const required: readonly (keyof BootstrapEnvironment)[] = [
  'DB_HOST',
  'DB_PORT',
  'DB_USER_ADMIN',
  'DB_USER_SERVER',
  'DB_USER_PGBOUNCER',
  'DB_USER_HOCUSPOCUS',
  'DB_NAME_SERVER',
  'DB_NAME_HOCUSPOCUS',
  'PASSWORDS_DIR',
  'KNEXFILE',
  'BOOTSTRAP_HASH',
  'BOOTSTRAP_VERSION',
  'BOOTSTRAP_WAIT_TIMEOUT_SECONDS',
  'BOOTSTRAP_WAIT_RETRY_SECONDS',
  'BOOTSTRAP_LOCK_TIMEOUT_SECONDS',
];
