import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { bootstrap, startAppliance } from '../testing/fixture.ts';
import { type Project, project } from '../testing/project.ts';

/** As many migrations as the application has, of which every fifth has no transaction. None can run twice. */
const thousand = (): Project => {
  const names = Array.from({ length: 996 }, (_, at) => `1${String(at).padStart(4, '0')}_more`);
  return {
    ...project,
    migrations: {
      ...project.migrations,
      ...Object.fromEntries(names.map((name) => [name, [`CREATE TABLE t${name} ()`]])),
    },
    withoutTransaction: [...project.withoutTransaction, ...names.filter((_, at) => at % 5 === 0)],
  };
};

test.concurrent('a thousand migrations, two hundred of them without transaction, run and are counted', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { code, lines } = await bootstrap(appliance, { project: thousand() });
  expect([code, lines]).toEqual([0, expect.arrayContaining(['1000 migrations done'])]);
  await using database = await appliance.connect({ database: 'server' });
  expect(await database.query('SELECT migrations FROM bootstrap_state')).toEqual([
    { migrations: 1000 },
  ]);
  const made = "SELECT count(*)::int AS tables FROM pg_tables WHERE tablename ~ '^t1'";
  expect(await database.query(made)).toEqual([{ tables: 996 }]);
}, 600_000);

test.concurrent('the seeds are those of the product, and rows that they write in a transaction count', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const seeds = join(appliance.folder, 'seeds');
  const files = {
    'psa/01_none.cjs': 'exports.seed = () => { throw new Error("of another product"); };',
    'lib/roles.cjs': `exports.roles = async (knex) => {
      const { tenant } = await knex('tenants').first();
      await knex.transaction((all) => all('roles').insert([{ tenant, role_name: 'Admin', msp: true, client: false }, { tenant, role_name: 'User', msp: true, client: false }]));
    };`,
    'algadesk/01_roles.cjs': 'exports.seed = require("../lib/roles.cjs").roles;',
    'algadesk/02_notes.js':
      'exports.seed = (knex) => knex.batchInsert("notes", [{ text: "one" }, { text: "two" }, { text: "three" }]);',
    'algadesk/notes.md': 'no seeds',
  };
  for (const folder of ['psa', 'lib', 'algadesk'])
    await mkdir(join(seeds, folder), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(seeds, path), text);
  const { code, lines } = await bootstrap(appliance, {
    environment: { SEEDS_DIR: seeds, PRODUCT: 'algadesk' },
  });
  expect([code, lines]).toEqual([
    0,
    expect.arrayContaining(['seed 01_roles.cjs: 2 rows', 'seed 02_notes.js: 3 rows']),
  ]);
  await using database = await appliance.connect({ database: 'server' });
  expect(await database.query('SELECT product_code AS product FROM tenants')).toEqual([
    { product: 'algadesk' },
  ]);
});

test.concurrent('64: a folder without seeds is refused before anything is changed', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const SEEDS_DIR = join(appliance.folder, 'none');
  await mkdir(SEEDS_DIR);
  const { code, lines } = await bootstrap(appliance, { environment: { SEEDS_DIR } });
  expect([code, ...lines]).toEqual([
    64,
    `bootstrap: neither ${SEEDS_DIR} nor ${SEEDS_DIR}/psa has a file with seeds`,
  ]);
  await using cluster = await appliance.connect();
  expect(await cluster.query("SELECT datname FROM pg_database WHERE datname = 'server'")).toEqual(
    [],
  );
});
