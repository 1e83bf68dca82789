import { existsSync, readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { copyDatabase, dropCopy, goBack, openDatabase, startFromEmpty } from './copy.ts';
import { BootstrapFailure, type exitCodes, textOf } from './failure.ts';
import { say } from './log.ts';
import { type Done, mark } from './mark.ts';
import { migrate, openKnex, type Pending, pendingMigrations } from './migrations.ts';
import { connect } from './postgres.ts';
import { copyTimeouts, prepareDatabases } from './privileges.ts';
import { createRolesAndDatabases } from './roles.ts';
import { runSeeds, seedsFolderOf } from './seeds.ts';
import type { Settings } from './settings.ts';
import { type Marker, readMarker, readState, rowsOfMarker, type State } from './state.ts';
import { checkTables } from './tables.ts';
import { createAdministrator, createLicense, createTenant, hasTenant } from './tenant.ts';
import { isNewer } from './version.ts';

/**
 * Brings Postgres to what this release of the application needs, from whatever state it is in. The lock of all bootstraps is held. A run that ends
 * at any moment is repaired by the next one.
 */
export const run = async (settings: Settings): Promise<'complete' | 'superseded'> => {
  const { hash, version } = settings;
  const current = currentHash(settings);
  if (current !== undefined && current !== hash) {
    say(
      `superseded: the release has the bootstrap ${current} now and not ${hash}; nothing was changed`,
    );
    return 'superseded';
  }
  const state = await during('roles', 'looking at what is there', () => readState(settings));
  const marker = await during('roles', 'reading the marker', () => repair(settings, state));
  if (isNewer(marker.version, version)) {
    if (state.database === 'closed') await openDatabase(settings);
    say(
      `superseded: the database is at version ${marker.version}, which is newer than ${version}; nothing was changed`,
    );
    return 'superseded';
  }
  const folder = settings.seeds ? seedsFolderOf(settings) : '';
  await during('roles', 'creating roles and databases', () => createRolesAndDatabases(settings));
  const tenant = await during('roles', 'looking for a tenant', () => tenantDue(settings, marker));
  if (marker.hash === hash && tenant === undefined) {
    if (state.database === 'closed') await openDatabase(settings);
    say(`nothing to do: this bootstrap (${hash}) is complete`);
    return 'complete';
  }
  const knex = await during('migrations', 'loading knex', () => openKnex(settings));
  try {
    const isFirst = marker.history === 'none' && !(await hasTables(settings));
    const pending: Pending | undefined =
      settings.migrations && !isFirst ? await pendingMigrations(knex) : undefined;
    const unsafe = pending?.withoutTransaction ?? [];
    if (unsafe.length > 0) {
      say(
        `${unsafe.length} of ${pending?.migrations.length} migrations have no transaction: copying the database first`,
      );
    }
    const isCopied = isFirst || unsafe.length > 0 || tenant !== undefined;
    if (isCopied) await during('roles', 'copying the database', () => copyDatabase(settings));
    const work = async (): Promise<void> => {
      await during('roles', 'preparing the databases', () => prepareDatabases(settings));
      const migrations = await migrateAll(settings, knex, pending);
      const seeded = tenant && (await seed(settings, knex, folder));
      await during('roles', 'writing the marker', () => mark(settings, { migrations, ...seeded }));
    };
    await (isCopied ? orGoBack(settings, knex, work) : work());
    if (isCopied) await during('roles', 'dropping the copy', () => dropCopy(settings));
  } finally {
    await knex.destroy();
  }
  say(`complete: version ${version} (${hash})`);
  return 'complete';
};

/** The Job of an upgrade that failed may still be there when the release has gone on or back. */
const currentHash = ({ hashFile }: Settings): string | undefined =>
  hashFile !== '' && existsSync(hashFile) ? readFileSync(hashFile, 'utf8').trim() : undefined;

/** Goes back to where a run that was cut off has begun, and reads the marker. */
const repair = async (settings: Settings, { database, copied }: State): Promise<Marker> => {
  if (database !== 'open' && copied) {
    say('an earlier run was cut off: going back to the copy of the database from before it');
    await goBack(settings);
  } else if (database === 'absent') {
    return { history: 'none', hash: '', version: '', seeded: false };
  }
  const marker = await readMarker(settings);
  if (database === 'open' && copied) {
    const [rows, rowsOfCopy] = [
      await rowsOfMarker(settings, settings.database),
      await rowsOfMarker(settings, settings.copy),
    ];
    if (rows <= rowsOfCopy) {
      throw new BootstrapFailure(
        'roles',
        `the database ${settings.copy} is from before a run that did not end, but ${settings.database} has been opened since: look at both, and ` +
          'drop or rename the one that is wrong',
      );
    }
    await dropCopy(settings);
  }
  if (marker.history !== 'begun') return marker;
  say('no bootstrap of this database has ever completed: starting from an empty one');
  await startFromEmpty(settings);
  return { history: 'none', hash: '', version: '', seeded: false };
};

/** The tenant to create, if there is one to create. */
const tenantDue = async (settings: Settings, { seeded }: Marker): Promise<Settings['tenant']> => {
  if (!settings.seeds) {
    say('seeds are switched off, skipping them and the tenant');
    return undefined;
  }
  await using session = await connect(settings, settings.database);
  if (seeded || (await hasTenant(session))) {
    say(
      `seeds already present, skipping${settings.tenant ? '; the tenant of the Secret is not created' : ''}`,
    );
    return undefined;
  }
  if (settings.tenant === undefined) {
    say(
      'there is no tenant yet, and no Secret with one: `alga-appliance tenant` creates it. Nobody can log in until then.',
    );
  }
  return settings.tenant;
};

const hasTables = async (settings: Settings): Promise<boolean> => {
  await using session = await connect(settings, settings.database);
  const rows = await session.query("SELECT FROM pg_tables WHERE schemaname = 'public' LIMIT 1");
  return rows.length > 0;
};

/** Runs what is pending, and returns how many migrations that was. */
const migrateAll = async (
  settings: Settings,
  knex: Knex,
  listed: Pending | undefined,
): Promise<number> => {
  if (!settings.migrations) {
    say('migrations are switched off, skipping');
    return 0;
  }
  const pending = listed ?? (await pendingMigrations(knex));
  await migrate(knex, pending);
  say(`${pending.migrations.length} migrations done`);
  await using session = await connect(settings, settings.database);
  await during('roles', 'copying the time limits of the roles', () =>
    copyTimeouts(settings, session),
  );
  return pending.migrations.length;
};

const seed = async (
  settings: Settings,
  knex: Knex,
  folder: string,
): Promise<Omit<Done, 'migrations'>> => {
  const { tenant, hashing, product, license } = settings;
  if (tenant === undefined || hashing === undefined) return {};
  await using session = await connect(settings, settings.database);
  return await during('tenant', 'creating the tenant', async () => {
    await checkTables(session);
    const id = await createTenant(session, tenant, product);
    say(`tenant ${id} created; running the seeds of ${product}`);
    const seeds = await runSeeds(knex, folder);
    await createAdministrator(session, id, tenant, hashing);
    await createLicense(session, license);
    say(`${seeds} rows of seeds, the administrator and the licence are written`);
    return { seeds, tenant: id };
  });
};

/** Does what is not made to be repeated; if it fails the database is put back at once. */
const orGoBack = async (
  settings: Settings,
  knex: Knex,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    await knex.destroy();
    try {
      await goBack(settings);
      say('what this run had written to the database is taken back');
    } catch (second) {
      say(
        `what this run has written is still there, and the next run takes it back: ${textOf(second)}`,
      );
    }
    throw error;
  }
};

/** Gives an error that nobody has explained the exit code of its step. */
const during = async <Result>(
  reason: keyof typeof exitCodes,
  doing: string,
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BootstrapFailure) throw error;
    throw new BootstrapFailure(reason, `failed while ${doing}: ${textOf(error)}`);
  }
};
