import type { Postgres } from '@helm-charts/testing/servers';
import { type Connection, connect } from '@helm-charts/testing/servers';

/**
 * All that a bootstrap may change, as text: roles with their stored passwords, databases with their settings, and of each database every
 * table, row, sequence and privilege. The `pg_dump` of a machine is often older than the server, and then refuses it.
 */
export const dump = async ({ superuser }: Pick<Postgres, 'superuser'>): Promise<string> => {
  await using cluster = await connect(superuser);
  const databases = await cluster.query(
    'SELECT datname AS name FROM pg_database WHERE datallowconn ORDER BY datname',
  );
  const texts = [JSON.stringify(await each(cluster, ofCluster), undefined, 1)];
  for (const { name } of databases) {
    await using database = await connect({ ...superuser, database: String(name) });
    texts.push(`${name}`, JSON.stringify(await each(database, ofDatabase)));
    const tables = await database.query(
      `SELECT c.oid::regclass::text AS name FROM pg_class c
       WHERE relkind = 'r' AND relnamespace <> ALL (ARRAY['pg_catalog', 'information_schema']::regnamespace[]) ORDER BY 1`,
    );
    for (const { name: table } of tables) {
      const rows = await database.query(`SELECT t::text AS row FROM ${table} t ORDER BY 1`);
      texts.push(`${table}`, ...rows.map(({ row }) => String(row)));
    }
  }
  return texts.join('\n');
};

const each = async ({ query }: Connection, statements: readonly string[]) => {
  const answers: unknown[] = [];
  for (const statement of statements) answers.push(await query(statement));
  return answers;
};

const ofCluster = [
  `SELECT rolname, rolsuper, rolcanlogin, rolcreatedb, rolcreaterole, rolconnlimit, rolpassword FROM pg_authid
   WHERE rolname !~ '^pg_' ORDER BY rolname`,
  `SELECT datname, pg_get_userbyid(datdba) AS owner, datconnlimit, datacl::text FROM pg_database ORDER BY datname`,
  'SELECT datname, setrole, setconfig FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase ORDER BY 1, 2',
];

const ofDatabase = [
  `SELECT relname, relkind, pg_get_userbyid(relowner) AS owner, relacl::text FROM pg_class
   WHERE relnamespace <> ALL (ARRAY['pg_catalog', 'pg_toast', 'information_schema']::regnamespace[]) ORDER BY relname`,
  // Postgres keeps the schemas of temporary tables.
  "SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_' ORDER BY nspname",
  'SELECT defaclobjtype, defaclacl::text FROM pg_default_acl ORDER BY 1, 2',
  'SELECT extname, extversion FROM pg_extension ORDER BY 1',
  'SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2',
];
