import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { bootstrap, startAppliance } from '../testing/fixture.ts';
import { hold } from '../testing/hold.ts';
import { installation, installed } from '../testing/installation.ts';

test.concurrent('10: the run waits for a Postgres that starts late, and fails when it never starts', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await appliance.postgres.kill();
  const environment = { BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '2' };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect(code).toBe(10);
  expect(lines[0]).toMatch(/^waiting for Postgres at 127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  // The reason is said once.
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^bootstrap: Postgres at .* could not be reached in 2 seconds$/),
  ]);

  const run = await appliance.bootstrap();
  await run.saying(/^waiting for Postgres/);
  await appliance.postgres.restart();
  expect((await run.ended).code).toBe(0);
});

test.concurrent('11: a Secret that does not match the data fails, and one that is repaired meanwhile is read again', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { PASSWORDS_DIR } = await appliance.environment();
  const write = async (password: string) => {
    await rm(join(PASSWORDS_DIR, 'DB_PASSWORD_SUPERUSER'));
    await writeFile(join(PASSWORDS_DIR, 'DB_PASSWORD_SUPERUSER'), password);
  };
  await write('of another installation');
  const environment = { BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '1' };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect(code).toBe(11);
  expect(lines.at(-1)).toMatch(
    /^bootstrap: Postgres at .* refuses postgres with the password DB_PASSWORD_SUPERUSER \(.*\): the Secret does not match the data\. Restore/,
  );
  expect(lines.join('\n')).not.toContain('of another installation');
  await using cluster = await appliance.connect();
  const roles = "SELECT count(*)::int AS roles FROM pg_roles WHERE rolname ~ 'app_user'";
  expect(await cluster.query(roles)).toEqual([{ roles: 0 }]);

  const run = await appliance.bootstrap();
  await run.saying(/^waiting for Postgres at .*: password authentication failed/);
  await write(appliance.passwords.DB_PASSWORD_SUPERUSER);
  expect((await run.ended).code).toBe(0);
});

test.concurrent('a Job whose hash is no longer that of the release changes nothing', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const file = join(appliance.folder, 'hash');
  await writeFile(file, 'second\n');
  const environment = { BOOTSTRAP_HASH_FILE: file };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect([code, lines[0]]).toEqual([
    0,
    'superseded: the release has the bootstrap second now and not first; nothing was changed',
  ]);
  await using cluster = await appliance.connect();
  const databases = "SELECT datname FROM pg_database WHERE datname = 'server'";
  expect(await cluster.query(databases)).toEqual([]);
  await writeFile(file, 'first\n');
  expect((await bootstrap(appliance, { environment })).code).toBe(0);
});

test.concurrent('13: a role that can not log in', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await using cluster = await appliance.connect();
  await cluster.query("CREATE ROLE app_user VALID UNTIL '2020-01-01'");
  const { code, lines } = await bootstrap(appliance);
  expect([code, lines.at(-1)]).toEqual([
    13,
    expect.stringMatching(
      /^bootstrap: app_user cannot log in with the password that has just been set: .* authentication failed/,
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
  // A database is a copy of this one, which nobody may use meanwhile.
  await using _template = await appliance.connect({ database: 'template1' });
  const { code, lines } = await bootstrap(appliance);
  expect([code, lines.at(-1)]).toEqual([
    13,
    'bootstrap: failed while creating roles and databases: source database "template1" is being accessed by other users',
  ]);
});

test.concurrent('13: a database that can not be prepared', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  // It needs another extension, which is not in the list.
  const environment = { DB_EXTENSIONS: 'earthdistance' };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect([code, lines.at(-1)]).toEqual([
    13,
    'bootstrap: failed while preparing the databases: required extension "cube" is not installed',
  ]);
  await using database = await appliance.connect({ database: 'server' });
  expect(await database.query("SELECT to_regclass('notes') AS notes")).toEqual([{ notes: null }]);
});

test.concurrent('13: a marker that can not be written, and the previous one stays', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  await using database = await appliance.connect({ database: 'server' });
  await database.query("ALTER TABLE bootstrap_state ADD CHECK (hash <> 'second')");
  const { code, lines } = await bootstrap(appliance, {
    environment: { BOOTSTRAP_HASH: 'second' },
  });
  expect([code, lines.at(-1)]).toEqual([
    13,
    expect.stringMatching(/^bootstrap: failed while writing the marker: .*check constraint/),
  ]);
  const current = 'SELECT hash FROM bootstrap_state WHERE is_current';
  expect(await database.query(current)).toEqual([{ hash: 'first' }]);
});

test.concurrent('143: the program exits on SIGTERM at once, and the next run goes back', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { project, reached, letGo } = hold(appliance);
  const { release, contents } = installation(appliance, { project });
  const run = await appliance.bootstrap(release);
  await reached('migrations');
  run.kill('script', 'SIGTERM');
  const { code, lines } = await run.ended;
  expect([code, lines.at(-1)]).toEqual([
    143,
    'bootstrap: ended by SIGTERM; the next run goes on from here',
  ]);
  await letGo('migrations');
  await letGo('seeds');
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual(installed);
});

test.concurrent('a crash of Postgres fails the run, and the next run recovers', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { project, reached, letGo } = hold(appliance);
  const { release, contents } = installation(appliance, { project });
  for (const step of ['migrations', 'seeds'] as const) {
    const run = await appliance.bootstrap(release);
    await reached(step);
    await appliance.postgres.kill();
    expect((await run.ended).code).toBe(12);
    await appliance.postgres.restart();
    await letGo(step);
  }
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual(installed);
});
