import type { BootstrapEnvironment } from '../environment/scripts.ts';
import { type Appliance, type Release, random } from './fixture.ts';

type Names = Pick<BootstrapEnvironment, 'DB_NAME_SERVER' | 'DB_NAME_HOCUSPOCUS' | 'DB_USER_SERVER'>;

/** An installation with names of its own, so that one Postgres is enough for many. */
export interface Installation {
  readonly release: Release & { readonly environment: Names };
  /** What the next run has to leave, whatever has happened before. */
  contents(): Promise<unknown>;
  /** Drops the databases. */
  remove(): Promise<void>;
}

export const installation = (appliance: Appliance, release: Release = {}): Installation => {
  const id = random().slice(0, 8);
  const [server, hocuspocus, user] = [`server ${id}`, `hocuspocus ${id}`, `app ${id}`];
  return {
    release: {
      ...release,
      environment: {
        DB_NAME_SERVER: server,
        DB_NAME_HOCUSPOCUS: hocuspocus,
        DB_USER_SERVER: user,
        ...release.environment,
      },
    },
    contents: async () => {
      await using cluster = await appliance.connect();
      const databases = await cluster.query(
        `SELECT replace(datname, '${id}', '') AS name, datconnlimit FROM pg_database WHERE datname ~ '${id}' ORDER BY 1`,
      );
      // As the role of the application, which has to be able to log in and to read all of it.
      const login = { user, password: appliance.passwords.DB_PASSWORD_SERVER, database: server };
      await using database = await appliance.connect(login);
      const tables: Record<string, unknown> = { databases };
      for (const [table, statement] of Object.entries(statements)) {
        tables[table] = await database.query(statement);
      }
      return tables;
    },
    remove: async () => {
      await using cluster = await appliance.connect();
      for (const name of [server, hocuspocus, `${server}-before-seeds`]) {
        await cluster.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      }
    },
  };
};

/** Without the numbers that a sequence gives, which are used up by a transaction that is rolled back, too. */
const statements = {
  users: 'SELECT name FROM users ORDER BY name',
  notes: 'SELECT name, text FROM notes JOIN users ON users.id = author ORDER BY name',
  kinds: 'SELECT kind FROM kinds ORDER BY kind',
  migrations: 'SELECT name FROM knex_migrations ORDER BY name',
  lock: 'SELECT is_locked FROM knex_migrations_lock',
  state: 'SELECT hash, version, is_current, seeded_at IS NOT NULL AS seeded FROM bootstrap_state',
};

/** What every installation of the project ends with, however often it was cut off. */
export const installed = {
  databases: [
    { name: 'hocuspocus ', datconnlimit: -1 },
    { name: 'server ', datconnlimit: -1 },
  ],
  users: [{ name: 'Ada' }, { name: 'Bo' }],
  notes: [
    { name: 'Ada', text: 'hello' },
    { name: 'Bo', text: 'hello' },
  ],
  kinds: [{ kind: 'tasks' }, { kind: 'tickets' }],
  migrations: [{ name: '001_users.cjs' }, { name: '002_notes.cjs' }, { name: '003_kinds.cjs' }],
  lock: [{ is_locked: 0 }],
  state: [{ hash: 'first', version: '1.0.0', is_current: true, seeded: true }],
};
