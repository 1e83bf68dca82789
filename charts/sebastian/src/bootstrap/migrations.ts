import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { Knex } from 'knex';
import { BootstrapFailure, textOf } from './failure.ts';
import { say } from './log.ts';
import { applicationName, connect, withoutTimeLimits } from './postgres.ts';
import type { Settings } from './settings.ts';

/** A file of a migration, as knex lists it. */
interface Migration {
  readonly file: string;
  readonly directory: string;
}

/** The migrations that a database lacks, in their order. */
export interface Pending {
  readonly migrations: readonly Migration[];
  /** Those that run outside of a transaction. A cut in one of them is not taken back by Postgres. */
  readonly withoutTransaction: readonly string[];
}

/** The knex of the image, on the environment `migration` of its knexfile. Relative paths of a knexfile begin at its folder. */
export const openKnex = async (settings: Settings): Promise<Knex> => {
  const { knexfile } = settings;
  await using session = await connect(settings, settings.database);
  process.chdir(dirname(knexfile));
  process.env.NODE_ENV = 'migration';
  // `pg` reads this, so that the next run finds what the connections of knex still do for a killed one.
  process.env.PGAPPNAME = applicationName;
  // This, too: no limit that is set for all sessions ends a long migration.
  process.env.PGOPTIONS = await withoutTimeLimits(session);
  const { make, config } = loadKnex(knexfile);
  if (config.migration === undefined) {
    throw new BootstrapFailure(
      'migrations',
      `the knexfile ${knexfile} has no environment "migration"`,
    );
  }
  const { tableName = records } = config.migration.migrations ?? {};
  if (tableName !== records) {
    throw new BootstrapFailure(
      'migrations',
      `the knexfile ${knexfile} keeps its records in ${tableName} and not in ${records}`,
    );
  }
  return make(encrypted(config.migration, settings));
};

/** Knex gets the CA certificate, too. A connection that the knexfile does not write as an object stays as it is. */
const encrypted = (config: Knex.Config, { authority }: Settings): Knex.Config => {
  const { connection } = config;
  return authority === undefined || typeof connection !== 'object'
    ? config
    : { ...config, connection: { ...connection, ssl: { ca: authority } } };
};

const loadKnex = (knexfile: string) => {
  const load = createRequire(knexfile);
  try {
    const { knex: make }: typeof import('knex') = load('knex');
    const config: Readonly<Record<string, Knex.Config>> = load(knexfile);
    return { make, config };
  } catch (error) {
    throw new BootstrapFailure(
      'migrations',
      `the knexfile ${knexfile} cannot be loaded: ${textOf(error)}`,
    );
  }
};

export const pendingMigrations = async (knex: Knex): Promise<Pending> => {
  try {
    // The declaration of knex says nothing of the items of its list.
    const [, migrations]: [unknown, readonly Migration[]] = await knex.migrate.list();
    const withoutTransaction = migrations.filter((one) => load(one).config?.transaction === false);
    return { migrations, withoutTransaction: withoutTransaction.map(({ file }) => file) };
  } catch (error) {
    throw new BootstrapFailure('migrations', `the migrations cannot be listed: ${textOf(error)}`);
  }
};

/**
 * Runs migrations one by one, each in one transaction with its record where it allows that. The `latest` of knex records a migration separately as
 * soon as one of the batch wants no transaction (lib/migrations/migrate/Migrator.js), and nothing repairs a kill between the two.
 */
export const migrate = async (knex: Knex, { migrations }: Pending): Promise<void> => {
  if (migrations.length === 0) {
    // A run may have been killed after its last migration.
    await setLock(knex, 0);
    return;
  }
  const [last]: readonly { readonly batch: number | null }[] = await knex(records).max({
    batch: 'batch',
  });
  const batch = (last?.batch ?? 0) + 1;
  // Pods of the release before do not start while this is set, also after a kill: wait-for-bootstrap.sh.
  await setLock(knex, 1);
  let said = Date.now();
  for (const [at, migration] of migrations.entries()) {
    try {
      await runOne(knex, migration, batch);
    } catch (error) {
      await setLock(knex, 0).catch(() => {});
      throw new BootstrapFailure(
        'migrations',
        `the migration ${migration.file} failed: ${textOf(error)}`,
      );
    }
    if (Date.now() - said < 10_000) continue;
    said = Date.now();
    say(`${at + 1} of ${migrations.length} migrations done`);
  }
  await setLock(knex, 0);
};

const setLock = (knex: Knex, is_locked: 0 | 1) => knex(lock).update({ is_locked });

const runOne = async (knex: Knex, migration: Migration, batch: number): Promise<void> => {
  const { up, config } = load(migration);
  const record = { name: migration.file, batch, migration_time: new Date() };
  if (config?.transaction === false) {
    await up(knex);
    await knex(records).insert(record);
    return;
  }
  await knex.transaction(async (transaction) => {
    await up(transaction);
    await transaction(records).insert(record);
  });
};

/** The tables in which knex keeps what it has run, and whether it is at work. */
const records = 'knex_migrations';
const lock = 'knex_migrations_lock';

type Loaded = Knex.Migration & { readonly config?: { readonly transaction?: boolean } };

const load = ({ directory, file }: Migration): Loaded => {
  const path = resolve(directory, file);
  return createRequire(path)(path);
};
