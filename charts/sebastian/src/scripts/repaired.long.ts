import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import {
  type Appliance,
  bootstrap,
  nextRelease,
  startAppliance,
  withoutTenant,
} from '../testing/fixture.ts';
import { type Installation, installation, installed } from '../testing/installation.ts';

const without = ({ release }: Installation) => ({
  ...release,
  environment: { ...release.environment, ...withoutTenant },
});

const query = async (appliance: Appliance, database: string, ...statements: readonly string[]) => {
  await using connection = await appliance.connect({ database });
  let rows: unknown;
  for (const statement of statements) rows = await connection.query(statement);
  return rows;
};

/** The marker as the releases before this one made it. */
const oldMarker = [
  'ALTER TABLE bootstrap_state DROP COLUMN migrations, DROP COLUMN seeds, DROP COLUMN tenant',
  'UPDATE bootstrap_state SET seeded_at = now()',
];

const cutOff = 'an earlier run was cut off: going back to the copy of the database from before it';
const neverCompleted =
  'no bootstrap of this database has ever completed: starting from an empty one';

test.concurrent('a database that an older release called seeded without seeds gets its tenant and seeds', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const own = installation(appliance);
  expect((await bootstrap(appliance, without(own))).code).toBe(0);
  await query(appliance, own.release.environment.DB_NAME_SERVER, ...oldMarker);

  // Without the Secret nothing is created, also by the same release.
  expect((await bootstrap(appliance, without(own))).lines).toContain(
    'nothing to do: this bootstrap (first) is complete',
  );
  const { code, lines } = await bootstrap(appliance, nextRelease(own.release));
  expect([code, lines]).toEqual([
    0,
    expect.arrayContaining(['5 rows of seeds, the administrator and the licence are written']),
  ]);
  const [state] = installed.state;
  expect(await own.contents()).toEqual({
    ...installed,
    state: [
      { ...state, is_current: false, migrations: null, seeds: null, tenant: false },
      { ...state, hash: 'second', version: '1.0.1', migrations: 0 },
    ],
  });
});

test.concurrent('a database that an older release seeded with tenants is not seeded again', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const own = installation(appliance);
  expect((await bootstrap(appliance, own.release)).code).toBe(0);
  await query(appliance, own.release.environment.DB_NAME_SERVER, ...oldMarker);
  expect((await bootstrap(appliance, nextRelease(own.release))).code).toBe(0);
  const { state: _, ...others } = installed;
  expect(await own.contents()).toMatchObject(others);
});

test.concurrent('a first installation that an older release was cut off from starts from an empty database', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  for (const cut of ['in its migrations', 'in its seeds'] as const) {
    const own = installation(appliance);
    const server = own.release.environment.DB_NAME_SERVER;
    expect((await bootstrap(appliance, without(own))).code).toBe(0);
    // What migrations without transaction have left stays unrecorded.
    await query(
      appliance,
      server,
      ...oldMarker,
      'DELETE FROM bootstrap_state',
      "DELETE FROM knex_migrations WHERE name ~ '003'",
    );
    if (cut === 'in its seeds') {
      await query(
        appliance,
        'postgres',
        `ALTER DATABASE "${server}" CONNECTION LIMIT 0`,
        `CREATE DATABASE "${server}-before-seeds" TEMPLATE "${server}"`,
      );
      await query(appliance, server, "INSERT INTO notes (text) VALUES ('of the seeds')");
    }
    const { code, lines } = await bootstrap(appliance, own.release);
    expect([cut, code, lines]).toEqual([
      cut,
      0,
      expect.arrayContaining(cut === 'in its seeds' ? [cutOff, neverCompleted] : [neverCompleted]),
    ]);
    expect(await own.contents()).toEqual(installed);
    await own.remove();
  }
});

test.concurrent('a database in use is not emptied, also where no row of its marker is current', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const own = installation(appliance);
  const server = own.release.environment.DB_NAME_SERVER;
  expect((await bootstrap(appliance, own.release)).code).toBe(0);
  for (const change of ['is_current = false', "hash = 'adopted', is_current = false"]) {
    await query(appliance, server, `UPDATE bootstrap_state SET ${change}`);
    const { code, lines } = await bootstrap(appliance, own.release);
    expect([code, lines]).toEqual([0, expect.not.arrayContaining([neverCompleted])]);
    const { state: _, ...others } = installed;
    expect(await own.contents()).toMatchObject(others);
  }
});

test.concurrent('a drop of a database that Postgres did not end is finished', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const own = installation(appliance);
  const server = own.release.environment.DB_NAME_SERVER;
  expect((await bootstrap(appliance, own.release)).code).toBe(0);
  const copy = `CREATE DATABASE "${server}-before-seeds" TEMPLATE "${server}"`;
  // As a crash of Postgres leaves it: https://www.postgresql.org/docs/release/16.1/ describes it.
  const invalid = (name: string) =>
    `UPDATE pg_database SET datconnlimit = -2 WHERE datname = '${name}'`;

  // While the copy is dropped, after the marker.
  await query(appliance, 'postgres', copy, invalid(`${server}-before-seeds`));
  expect((await bootstrap(appliance, own.release)).code).toBe(0);
  expect(await own.contents()).toEqual(installed);

  // While the database is dropped, before the copy takes its place.
  await query(appliance, 'postgres', copy, invalid(server));
  const { code, lines } = await bootstrap(appliance, own.release);
  expect([code, lines[0]]).toEqual([0, cutOff]);
  expect(await own.contents()).toEqual(installed);
});

test.concurrent('a database that a run has closed, and not yet copied, is opened by a run that has nothing to do', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const own = installation(appliance);
  const server = own.release.environment.DB_NAME_SERVER;
  expect((await bootstrap(appliance, own.release)).code).toBe(0);
  const older = { BOOTSTRAP_HASH: 'older', BOOTSTRAP_VERSION: '0.9.0' };
  for (const environment of [{}, older]) {
    const close = `ALTER DATABASE "${server}" CONNECTION LIMIT 0 ALLOW_CONNECTIONS false`;
    await query(appliance, 'postgres', close);
    const { code, lines } = await bootstrap(appliance, {
      ...own.release,
      environment: { ...own.release.environment, ...environment },
    });
    expect([code, lines.at(-1)]).toEqual([
      0,
      expect.stringMatching(/^(nothing to do|superseded): /),
    ]);
    expect(await own.contents()).toEqual(installed);
  }
});

test.concurrent('a copy beside a database that was opened since is a question for a person', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const own = installation(appliance);
  const server = own.release.environment.DB_NAME_SERVER;
  expect((await bootstrap(appliance, own.release)).code).toBe(0);
  await query(
    appliance,
    'postgres',
    `CREATE DATABASE "${server}-before-seeds" TEMPLATE "${server}"`,
  );
  const { code, lines } = await bootstrap(appliance, nextRelease(own.release));
  expect([code, lines.at(-1)]).toEqual([
    13,
    expect.stringMatching(
      /^bootstrap: the database server .*-before-seeds is from before a run that did not end, but .* has been opened since/,
    ),
  ]);
  await query(appliance, 'postgres', `DROP DATABASE "${server}-before-seeds"`);
  expect((await bootstrap(appliance, nextRelease(own.release))).code).toBe(0);
});
