import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { dump } from '../testing/dump.ts';
import { bootstrap, nextRelease, type Release, startAppliance } from '../testing/fixture.ts';
import { installation, installed } from '../testing/installation.ts';
import { project, withMigration, withUnsafeMigration } from '../testing/project.ts';

const takenBack = 'what this run had written to the database is taken back';

const last = (lines: readonly string[]) => lines.slice(-2);

test.concurrent('14: a failed migration of a first installation is taken back with the others', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { release, contents } = installation(appliance);
  const broken = withUnsafeMigration('005_broken', 'CREATE TABLE half ()', 'SELECT 1 / 0');
  for (const _attempt of ['first', 'second']) {
    const { code, lines } = await bootstrap(appliance, { ...release, project: broken });
    expect([code, ...last(lines)]).toEqual([
      14,
      takenBack,
      expect.stringMatching(/^bootstrap: the migration 005_broken.cjs failed: .*division by zero$/),
    ]);
    await using database = await appliance.connect({
      database: release.environment.DB_NAME_SERVER,
    });
    expect(
      await database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"),
    ).toEqual([]);
  }
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual(installed);
});

test.concurrent('14: an upgrade that fails in a migration without transaction is taken back, and clients find the previous release', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  const before = await dump(appliance.postgres);
  const broken = withUnsafeMigration('005_broken', 'CREATE TABLE half ()', 'SELECT 1 / 0');
  const { code, lines } = await bootstrap(appliance, nextRelease({ project: broken }));
  expect([code, ...last(lines)]).toEqual([
    14,
    takenBack,
    expect.stringMatching(/division by zero$/),
  ]);
  expect(await dump(appliance.postgres)).toBe(before);
  expect((await (await appliance.waitForBootstrap()).ended).code).toBe(0);
});

test.concurrent('14: an upgrade whose migrations all have a transaction needs no copy, and the next release continues from there', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { release, contents } = installation(appliance);
  expect((await bootstrap(appliance, release)).code).toBe(0);
  const { migrations } = withMigration('006_broken', 'CREATE TABLE half ()', 'SELECT 1 / 0');
  const colors = { '005_colors': ['CREATE TABLE colors ()'] };
  const second = (of: typeof migrations): Release =>
    nextRelease({ ...release, project: { ...project, migrations: of } });
  const broken = await bootstrap(appliance, second({ ...colors, ...migrations }));
  expect([broken.code, broken.lines.at(-1)]).toEqual([
    14,
    expect.stringMatching(/^bootstrap: the migration 006_broken.cjs failed: .*division by zero$/),
  ]);
  expect(broken.lines).not.toContain(takenBack);
  await using database = await appliance.connect({ database: release.environment.DB_NAME_SERVER });
  expect(
    await database.query(
      "SELECT to_regclass('colors')::text AS colors, to_regclass('half') AS half",
    ),
  ).toEqual([{ colors: 'colors', half: null }]);

  // As a kill leaves it.
  await database.query('UPDATE knex_migrations_lock SET is_locked = 1');
  const fixed = await bootstrap(appliance, second({ ...project.migrations, ...colors }));
  expect([fixed.code, fixed.lines]).toEqual([0, expect.arrayContaining(['0 migrations done'])]);
  expect(await contents()).toMatchObject({ lock: installed.lock, notes: installed.notes });
});

test.concurrent('14: a knexfile that cannot be loaded, or has no environment, fails before anything is copied', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { KNEXFILE: own = '' } = await appliance.environment();
  const failure = async (folder: string, text: string) => {
    const KNEXFILE = join(folder, 'broken.cjs');
    await writeFile(KNEXFILE, text);
    const { code, lines } = await bootstrap(appliance, { environment: { KNEXFILE } });
    return [code, lines.at(-1)];
  };
  expect(await failure(dirname(own), 'module.exports = {')).toEqual([
    14,
    expect.stringMatching(/^bootstrap: the knexfile .*broken.cjs cannot be loaded: /),
  ]);
  expect(await failure(dirname(own), 'module.exports = { production: {} };')).toEqual([
    14,
    expect.stringMatching(/^bootstrap: the knexfile .*broken.cjs has no environment "migration"$/),
  ]);
  const { folder } = appliance;
  expect(await failure(folder, '')).toEqual([
    64,
    expect.stringMatching(/^bootstrap: this image has no driver of Postgres beside .*broken.cjs: /),
  ]);
  await using cluster = await appliance.connect();
  expect(await cluster.query("SELECT datname FROM pg_database WHERE datname ~ 'before'")).toEqual(
    [],
  );
});
