import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { Knex } from 'knex';
import { BootstrapFailure, textOf } from './failure.ts';
import { say } from './log.ts';
import { applicationName } from './postgres.ts';
import type { Settings } from './settings.ts';

/** A file of a migration, as knex lists it. */
export interface Migration {
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
export const openKnex = ({ knexfile }: Settings): Knex => {
  process.chdir(dirname(knexfile));
  process.env.NODE_ENV = 'migration';
  // The sessions of knex have the name by which the next run finds what a killed one has left.
  process.env.PGAPPNAME = applicationName;
  // `pg` reads this, so that the next run finds what the connections of knex still do for a killed one.
  process.env.PGAPPNAME = applicationName;
  const { make, config } = loadKnex(knexfile);
  if (config.migration === undefined) {
    throw new BootstrapFailure(
      'migrations',
      `the knexfile ${knexfile} has no environment "migration"`,
    );
  }
  return make(config.migration);
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
 * Runs migrations one by one. knex records a migration inside of its transaction only if it runs alone (lib/migrations/migrate/Migrator.js, `up`);
 * a batch with one migration that wants no transaction gets none, and a kill between a migration and its record would be repaired by nothing.
 */
export const migrate = async (knex: Knex, { migrations }: Pending): Promise<void> => {
  // A run that was killed leaves the lock of knex, and this run has the lock of all bootstraps.
  await knex.migrate.forceFreeMigrationsLock();
  const source: Knex.MigrationSource<Migration> = {
    getMigrations: async () => [...migrations],
    getMigrationName: ({ file }) => file,
    getMigration: async (migration) => load(migration),
  };
  let said = Date.now();
  for (const [at, { file }] of migrations.entries()) {
    try {
      // The list of all was compared with what the database has when the pending ones were listed.
      await knex.migrate.up({ migrationSource: source, disableMigrationsListValidation: true });
    } catch (error) {
      throw new BootstrapFailure('migrations', `the migration ${file} failed: ${textOf(error)}`);
    }
    if (Date.now() - said < 10_000) continue;
    said = Date.now();
    say(`${at + 1} of ${migrations.length} migrations done`);
  }
};

type Loaded = Knex.Migration & { readonly config?: { readonly transaction?: boolean } };

const load = ({ directory, file }: Migration): Loaded => {
  const path = resolve(directory, file);
  return createRequire(path)(path);
};
