import type { BootstrapEnvironment } from '../environment/scripts.ts';
import { type Appliance, type Release, random } from './fixture.ts';

type Names = Pick<
  BootstrapEnvironment,
  | 'DB_NAME_SERVER'
  | 'DB_NAME_HOCUSPOCUS'
  | 'DB_USER_SERVER'
  | 'DB_USER_PGBOUNCER'
  | 'DB_USER_HOCUSPOCUS'
>;

/** An installation with names of its own, so that one Postgres is enough for many. */
export interface Installation {
  readonly release: Release & { readonly environment: Names };
  /** What the next run has to leave, whatever has happened before. */
  contents(): Promise<unknown>;
  /** Every object of the databases with its owner and privileges, and the settings and privileges of the databases. */
  structure(): Promise<unknown>;
  /** Drops the databases and roles. */
  remove(): Promise<void>;
}

export const installation = (appliance: Appliance, release: Release = {}): Installation => {
  const id = random().slice(0, 8);
  const [server, hocuspocus, user] = [`server ${id}`, `hocuspocus ${id}`, `app ${id}`];
  const others = [`pool ${id}`, `documents ${id}`] as const;
  return {
    release: {
      ...release,
      environment: {
        DB_NAME_SERVER: server,
        DB_NAME_HOCUSPOCUS: hocuspocus,
        DB_USER_SERVER: user,
        DB_USER_PGBOUNCER: others[0],
        DB_USER_HOCUSPOCUS: others[1],
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
    structure: async () => {
      const anonymous = (rows: unknown): unknown =>
        JSON.parse(JSON.stringify(rows).replaceAll(id, ''));
      await using cluster = await appliance.connect();
      const found: unknown[] = [];
      for (const statement of ofCluster(id)) found.push(await cluster.query(statement));
      for (const database of [server, hocuspocus]) {
        await using session = await appliance.connect({ database });
        for (const statement of ofDatabase) found.push(await session.query(statement));
      }
      return anonymous(found);
    },
    remove: async () => {
      await using cluster = await appliance.connect();
      for (const name of [server, hocuspocus, `${server}-before-seeds`]) {
        await cluster.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      }
      for (const role of [user, ...others]) await cluster.query(`DROP ROLE IF EXISTS "${role}"`);
    },
  };
};

/** Of the roles and of the databases. A password has another salt each time. */
const ofCluster = (id: string): readonly string[] => [
  `SELECT rolname, rolsuper, rolcanlogin, rolcreatedb, rolcreaterole, left(rolpassword, 18) AS password,
          (SELECT array_agg(setconfig::text) FROM pg_db_role_setting WHERE setrole = r.oid) AS settings,
          (SELECT array_agg(pg_get_userbyid(roleid)) FROM pg_auth_members WHERE member = r.oid) AS member
   FROM pg_authid r WHERE rolname ~ '${id}' ORDER BY rolname`,
  `SELECT datname, datconnlimit, pg_get_userbyid(datdba) AS owner, array_agg(DISTINCT acl::text ORDER BY acl::text) AS acl,
          array_agg(DISTINCT setting ORDER BY setting) AS settings
   FROM pg_database d LEFT JOIN pg_db_role_setting ON setdatabase = d.oid LEFT JOIN unnest(setconfig) AS setting ON true
        LEFT JOIN unnest(datacl) AS acl ON true
   WHERE datname ~ '${id}' GROUP BY 1, 2, 3 ORDER BY 1`,
];

const ofDatabase = [
  `SELECT relname, relkind, pg_get_userbyid(relowner) AS owner, relacl::text FROM pg_class
   WHERE relnamespace <> ALL (ARRAY['pg_catalog', 'pg_toast', 'information_schema']::regnamespace[]) ORDER BY relname`,
  `SELECT attrelid::regclass::text AS table, attname, format_type(atttypid, atttypmod) AS type, attnotnull FROM pg_attribute
   WHERE attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1, attnum`,
  'SELECT nspname, pg_get_userbyid(nspowner) AS owner, nspacl::text FROM pg_namespace ORDER BY nspname',
  'SELECT defaclobjtype, defaclacl::text FROM pg_default_acl ORDER BY 1, 2',
  'SELECT extname, extversion FROM pg_extension ORDER BY 1',
];

/** Without what differs from one installation to the next: identifiers, salts and times. */
const statements = {
  tenants:
    'SELECT client_name AS name, email, billing_source AS billing, product_code AS product FROM tenants',
  locations:
    'SELECT client_name AS client, location_name AS name FROM client_locations JOIN clients USING (client_id)',
  notifications: `SELECT (SELECT count(*)::int FROM tenant_notification_category_settings) AS categories,
    (SELECT count(*)::int FROM tenant_notification_subtype_settings) AS subtypes,
    (SELECT count(*)::int FROM tenant_internal_notification_category_settings) AS internal_categories,
    (SELECT count(*)::int FROM tenant_internal_notification_subtype_settings) AS internal_subtypes`,
  users: `SELECT first_name, last_name, username, user_type, role_name AS role
    FROM users JOIN user_roles USING (user_id) JOIN roles USING (role_id) WHERE msp`,
  license:
    'SELECT edition_choice AS edition, trial_started_at IS NOT NULL AS trial FROM license_state',
  notes: 'SELECT text FROM notes ORDER BY text',
  kinds: 'SELECT kind FROM kinds ORDER BY kind',
  migrations: 'SELECT name FROM knex_migrations ORDER BY name',
  lock: 'SELECT is_locked FROM knex_migrations_lock',
  state: `SELECT hash, version, is_current, seeded_at IS NOT NULL AS seeded, migrations, seeds, tenant IS NOT NULL AS tenant
    FROM bootstrap_state`,
  privileges: `SELECT relname AS table, privilege_type AS privilege FROM pg_class, aclexplode(relacl)
    WHERE oid = 'bootstrap_state'::regclass AND pg_get_userbyid(grantee) = current_user`,
};

/** What every installation of the project ends with, however often it was cut off. */
export const installed = {
  databases: [
    { name: 'hocuspocus ', datconnlimit: -1 },
    { name: 'server ', datconnlimit: -1 },
  ],
  tenants: [
    { name: 'Analytical Engines', email: 'ada@example.com', billing: 'manual', product: 'psa' },
  ],
  locations: [{ client: 'Analytical Engines', name: 'Main Office' }],
  notifications: [{ categories: 2, subtypes: 1, internal_categories: 2, internal_subtypes: 1 }],
  users: [
    {
      first_name: 'Ada',
      last_name: 'Lovelace',
      username: 'ada@example.com',
      user_type: 'internal',
      role: 'Admin',
    },
  ],
  license: [{ edition: 'ee', trial: true }],
  notes: [{ text: 'hello' }],
  kinds: [{ kind: 'tasks' }, { kind: 'tickets' }],
  migrations: [
    { name: '001_tenants.cjs' },
    { name: '002_notes.cjs' },
    { name: '003_kinds.cjs' },
    { name: '004_grants.cjs' },
  ],
  lock: [{ is_locked: 0 }],
  state: [
    {
      hash: 'first',
      version: '1.0.0',
      is_current: true,
      seeded: true,
      migrations: 4,
      seeds: 5,
      tenant: true,
    },
  ],
  privileges: [{ table: 'bootstrap_state', privilege: 'SELECT' }],
};
