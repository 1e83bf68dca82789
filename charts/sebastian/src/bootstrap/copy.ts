import { BootstrapFailure, textOf } from './failure.ts';
import { say } from './log.ts';
import { connect, type Session } from './postgres.ts';
import type { Settings } from './settings.ts';

/**
 * Closes the database to everybody but the superuser, and copies it. What a run does from here on is not made to be repeated: some migrations have
 * no transaction, and seeds are many transactions. So the next run goes back to the copy, and what it takes back is what this run has written, and
 * nothing else.
 */
export const copyDatabase = async (settings: Settings): Promise<void> => {
  const { database, copy } = settings;
  await using cluster = await connect(settings, 'postgres');
  await checkRoom(settings, cluster);
  const name = cluster.name(database);
  // No limit holds for a superuser, whose connection would end the copy: parts of the application are one.
  await cluster.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0 ALLOW_CONNECTIONS false`);
  await cluster.query(
    'SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1',
    [database],
  );
  await cluster.each(
    `SELECT format('CREATE DATABASE %I TEMPLATE %I OWNER %I CONNECTION LIMIT 0', $2::text, datname, pg_get_userbyid(datdba)) AS statement
     FROM pg_database WHERE datname = $1`,
    [database, copy],
  );
  await cluster.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
};

/** Puts the copy in the place of the database, and opens it. Without the database, since a run was cut off in between, too. */
export const goBack = async (settings: Settings): Promise<void> => {
  const { database, copy } = settings;
  await using cluster = await connect(settings, 'postgres');
  await keepWhatIsSetFor(settings, cluster, copy);
  await cluster.query(`DROP DATABASE IF EXISTS ${cluster.name(database)} WITH (FORCE)`);
  await cluster.query(`
BEGIN;
ALTER DATABASE ${cluster.name(copy)} RENAME TO ${cluster.name(database)};
ALTER DATABASE ${cluster.name(database)} CONNECTION LIMIT -1;
COMMIT`);
};

/** Puts an empty database in the place of one in which no bootstrap has ever completed. */
export const startFromEmpty = async (settings: Settings): Promise<void> => {
  const { database, copy } = settings;
  {
    await using cluster = await connect(settings, 'postgres');
    // A run that is cut off after this finds the copy, and goes back to it.
    await cluster.query(`ALTER DATABASE ${cluster.name(database)} CONNECTION LIMIT 0`);
    await cluster.each(
      `SELECT format('CREATE DATABASE %I OWNER %I CONNECTION LIMIT 0', $2::text, pg_get_userbyid(datdba)) AS statement FROM pg_database WHERE datname = $1`,
      [database, copy],
    );
  }
  await goBack(settings);
};

export const dropCopy = async (settings: Settings): Promise<void> => {
  await using cluster = await connect(settings, 'postgres');
  await cluster.query(`DROP DATABASE IF EXISTS ${cluster.name(settings.copy)} WITH (FORCE)`);
};

/** A copy has the contents of a database, and neither its privileges nor what is set for it as a whole. */
const keepWhatIsSetFor = async (
  { database }: Settings,
  cluster: Session,
  copy: string,
): Promise<void> => {
  const settings = await cluster.query<{ name: string; value: string; target: string }>(
    `SELECT name, value,
            CASE setrole WHEN 0 THEN format('DATABASE %I', $2::text)
                         ELSE format('ROLE %I IN DATABASE %I', pg_get_userbyid(setrole), $2::text) END AS target
     FROM pg_db_role_setting, unnest(setconfig) AS setting,
          LATERAL (SELECT split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)) AS parts (name, value)
     WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = $1)`,
    [database, copy],
  );
  for (const { name, value, target } of settings) {
    // A list such as search_path keeps its form only if it is taken from the session.
    await cluster.query('BEGIN');
    await cluster.query('SELECT set_config($1, $2, true)', [name, value]);
    await cluster.query(
      `ALTER ${target} SET ${name.split('.').map(cluster.name).join('.')} FROM CURRENT`,
    );
    await cluster.query('COMMIT');
  }
  const [row] = await cluster.query<{ acl: boolean }>(
    'SELECT datacl IS NOT NULL AS acl FROM pg_database WHERE datname = $1',
    [database],
  );
  if (!row?.acl) return;
  await cluster.query(`REVOKE ALL ON DATABASE ${cluster.name(copy)} FROM PUBLIC`);
  await cluster.each(
    `SELECT format('GRANT %s ON DATABASE %I TO %s%s', privilege_type, $2::text,
                   CASE grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(grantee)) END,
                   CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS statement
     FROM pg_database, aclexplode(datacl) WHERE datname = $1 AND grantee <> datdba`,
    [database, copy],
  );
};

/** A Postgres whose disk is full while it writes to its log stops, so there must be more room than the copy takes. */
const checkRoom = async ({ database }: Settings, cluster: Session): Promise<void> => {
  const [{ size } = { size: '0' }] = await cluster.query<{ size: string }>(
    'SELECT pg_database_size($1::name)::text AS size',
    [database],
  );
  const free = await freeBytes(cluster);
  if (free === undefined) return;
  const needed = Number(size) * 1.2;
  if (free >= needed) return;
  throw new BootstrapFailure(
    'noRoom',
    `the volume of Postgres has ${mebibytes(free)} free, and a copy of the database ${database} needs ${mebibytes(needed)}; nothing was changed. ` +
      'Enlarge the volume or delete what is not needed on it.',
  );
};

/** Free bytes of the file system with the data; undefined where the superuser may not run programs on the server. */
const freeBytes = async (cluster: Session): Promise<number | undefined> => {
  try {
    await cluster.query('CREATE TEMPORARY TABLE free_space (line text)');
    await cluster.query("COPY free_space FROM PROGRAM 'df -Pk .' (DELIMITER E'\\x01')");
    const rows = await cluster.query<{ line: string }>('SELECT line FROM free_space');
    const kibibytes = Number(rows.at(-1)?.line.trim().split(/\s+/)[3]);
    return Number.isFinite(kibibytes) ? kibibytes * 1024 : undefined;
  } catch (error) {
    say(`the free room of Postgres cannot be read: ${textOf(error)}`);
    return undefined;
  }
};

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MiB`;

/** Opens the database to the roles that may connect to it. */
export const openDatabase = async (settings: Settings): Promise<void> => {
  await using cluster = await connect(settings, 'postgres');
  await cluster.query(`ALTER DATABASE ${cluster.name(settings.database)} CONNECTION LIMIT -1`);
};
