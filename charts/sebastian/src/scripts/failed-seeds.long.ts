import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, orSkip, removeFolder } from '@helm-charts/testing/servers';
import { writeProgram } from '@helm-charts/testing/shell';
import { expect, test } from 'vitest';
import { dump } from '../testing/dump.ts';
import { bootstrap, startAppliance, withoutTenant } from '../testing/fixture.ts';
import { installation, installed } from '../testing/installation.ts';
import { project, withMigration, withSeed } from '../testing/project.ts';

const takenBack = 'what this run had written to the database is taken back';

const last = (lines: readonly string[]) => lines.slice(-2);

test.concurrent('15: failed seeds are taken back with the tenant, and the settings, privileges and owner of the database stay', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { release, contents, structure } = installation(appliance);
  const first = { ...release, environment: { ...release.environment, ...withoutTenant } };
  expect((await bootstrap(appliance, first)).code).toBe(0);
  await using cluster = await appliance.connect();
  const server = `"${release.environment.DB_NAME_SERVER}"`;
  await cluster.query('CREATE ROLE owner');
  await cluster.query('CREATE ROLE reader');
  await cluster.query(`ALTER DATABASE ${server} OWNER TO owner`);
  await cluster.query(`ALTER DATABASE ${server} SET search_path = public, pg_temp`);
  await cluster.query(`ALTER ROLE owner IN DATABASE ${server} SET app.tenant = 'a "b'`);
  await cluster.query(`GRANT CONNECT ON DATABASE ${server} TO reader WITH GRANT OPTION`);
  const before = [await contents(), await structure()];
  expect(JSON.stringify(before)).toContain('reader=c*');

  const { seeds } = withSeed('03_broken', 'SELECT 1 / 0');
  const broken = { ...release, project: { ...project, seeds } };
  for (const _attempt of ['first', 'second']) {
    const { code, lines } = await bootstrap(appliance, broken);
    expect([code, ...last(lines)]).toEqual([
      15,
      takenBack,
      expect.stringMatching(/^bootstrap: the seed 03_broken.cjs failed: .*division by zero$/),
    ]);
    expect([await contents(), await structure()]).toEqual(before);
  }
  const fixed = withSeed('03_fixed', "INSERT INTO notes (text) VALUES ('fixed')");
  expect((await bootstrap(appliance, { ...release, project: fixed })).code).toBe(0);
  expect(await contents()).toMatchObject({
    ...installed,
    notes: [{ text: 'fixed' }, { text: 'hello' }],
    state: expect.anything(),
  });
});

test.concurrent('15: seeds that write nothing are a failure, and are taken back', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { release, contents } = installation(appliance);
  const seeds = {
    '01_skips': ['SELECT 1'],
    '02_skips': ["UPDATE kinds SET kind = 'x' WHERE false"],
  };
  const { code, lines } = await bootstrap(appliance, {
    ...release,
    project: { ...project, seeds },
  });
  expect([code, ...last(lines)]).toEqual([
    15,
    takenBack,
    expect.stringMatching(/^bootstrap: none of the 2 files with seeds in .* has written a row$/),
  ]);
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual(installed);
});

test.concurrent('16: an application whose tables differ is named, and what was migrated is taken back', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const other = withMigration(
    '005_other',
    'ALTER TABLE tenants RENAME COLUMN billing_source TO billing',
    'DROP TABLE license_state',
  );
  const { code, lines } = await bootstrap(appliance, { project: other });
  expect([code, ...last(lines)]).toEqual([
    16,
    takenBack,
    'bootstrap: this version of the application has other tables than the first tenant needs; missing: tenants.billing_source, license_state. ' +
      'No tenant was created.',
  ]);
  await using database = await appliance.connect({ database: 'server' });
  expect(await database.query("SELECT to_regclass('tenants') AS tenants")).toEqual([
    { tenants: null },
  ]);
  expect((await bootstrap(appliance)).code).toBe(0);
});

test.concurrent('16: seeds that make no role for the administrator', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const seeds = { '01_notes': ["INSERT INTO notes (text) VALUES ('hello')"] };
  const { code, lines } = await bootstrap(appliance, { project: { ...project, seeds } });
  expect([code, ...last(lines)]).toEqual([
    16,
    takenBack,
    'bootstrap: the seeds have made no role Admin, which the administrator needs',
  ]);
});

test.concurrent('17: without room for the copy nothing is changed', async (context) => {
  const bin = await makeFolder('full');
  context.onTestFinished(() => removeFolder(bin));
  const answer = join(bin, 'answer');
  await writeProgram(join(bin, 'df'), `#!/bin/sh\ncat ${answer}\n`);
  const PATH = `${bin}:${process.env.PATH}`;
  await using appliance = await orSkip(context, startAppliance({ environment: { PATH } }));

  // The program of the server fails, too, where it may not be run.
  const unknown = await bootstrap(appliance, { environment: withoutTenant });
  expect([unknown.code, unknown.lines]).toEqual([
    0,
    expect.arrayContaining([expect.stringMatching(/^the free room of Postgres cannot be read: /)]),
  ]);
  const before = await dump(appliance.postgres);
  const free = (kibibytes: number) =>
    writeFile(
      answer,
      `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda 99999 1 ${kibibytes} 1% /\n`,
    );
  await free(1024);
  const { code, lines } = await bootstrap(appliance);
  expect([code, lines.at(-1)]).toEqual([
    17,
    expect.stringMatching(
      /^bootstrap: the volume of Postgres has 1 MiB free, and a copy of the database server needs \d+ MiB; nothing was changed\. Enlarge/,
    ),
  ]);
  expect(await dump(appliance.postgres)).toBe(before);

  await free(1024 * 1024);
  expect((await bootstrap(appliance)).code).toBe(0);
  await rm(answer);
});
