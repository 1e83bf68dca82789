import { say } from './log.ts';
import { connect, type Session } from './postgres.ts';
import { databasesOf } from './roles.ts';
import type { Settings } from './settings.ts';
import { createMarker } from './state.ts';

/** Before the migrations, so that what they create is usable by the roles of the application from the start. */
export const prepareDatabases = async (settings: Settings): Promise<void> => {
  const { admin, server, pool, hocuspocus, database, documents, extensions, environment } =
    settings;
  {
    await using session = await connect(settings, database);
    await createMarker(session);
    const roles = [server.user, pool.user].map(session.name).join(', ');
    const owner = session.name(admin.user);
    await session.query(`
BEGIN;
CREATE SCHEMA IF NOT EXISTS pgboss;
GRANT USAGE ON SCHEMA public TO ${roles};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${roles};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${roles};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${roles};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${roles};
ALTER DATABASE ${session.name(database)} SET app.environment = ${session.text(environment)};
COMMIT`);
    await protectMarker(settings, session);
    const available = await session.query<{ name: string }>(
      'SELECT name FROM pg_available_extensions',
    );
    for (const extension of extensions) {
      if (available.some(({ name }) => name === extension)) {
        await session.query(`CREATE EXTENSION IF NOT EXISTS ${session.name(extension)}`);
      } else {
        say(`the extension ${extension} is not on this server, skipping`);
      }
    }
  }
  {
    await using session = await connect(settings, documents);
    const [role, owner] = [session.name(hocuspocus.user), session.name(admin.user)];
    await session.query(`
GRANT ALL ON SCHEMA public TO ${role};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT ALL ON TABLES TO ${role};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT ALL ON SEQUENCES TO ${role}`);
  }
  await closeToOthers(settings);
};

/** Only the roles that use a database may connect to it. */
const closeToOthers = async (settings: Settings): Promise<void> => {
  const { server, pool, hocuspocus, database, documents } = settings;
  await using cluster = await connect(settings, 'postgres');
  for (const { name, owner } of databasesOf(settings)) {
    const users =
      name === database
        ? [server.user, pool.user]
        : name === documents
          ? [hocuspocus.user]
          : [owner];
    await cluster.query(`
BEGIN;
REVOKE CONNECT, TEMPORARY ON DATABASE ${cluster.name(name)} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE ${cluster.name(name)} TO ${users.map(cluster.name).join(', ')};
COMMIT`);
  }
};

/**
 * Leaves the roles of the application nothing but the reading of the marker, whatever a migration has granted. The session is in the database of
 * the server.
 */
export const protectMarker = async (
  { admin, server, pool }: Settings,
  session: Session,
): Promise<void> => {
  const marker = 'public.bootstrap_state';
  // The owner may grant itself everything again, and who owns the schema may drop the table.
  await session.query(`ALTER TABLE ${marker} OWNER TO ${session.name(admin.user)}`);
  await session.each(
    `SELECT format('ALTER SCHEMA public OWNER TO %I', $1::text) AS statement FROM pg_namespace
     WHERE nspname = 'public' AND pg_get_userbyid(nspowner) NOT IN ('pg_database_owner', $1)`,
    [admin.user],
  );
  await session.each(
    `SELECT DISTINCT format('REVOKE ALL ON ${marker} FROM %s', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(grantee)) END)
            AS statement
     FROM pg_class, aclexplode(relacl) WHERE oid = '${marker}'::regclass AND grantee <> relowner`,
  );
  await session.each(
    `SELECT format('REVOKE ALL (%I) ON ${marker} FROM %s', attname,
                   CASE grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(grantee)) END) AS statement
     FROM pg_attribute, aclexplode(attacl) WHERE attrelid = '${marker}'::regclass AND attacl IS NOT NULL`,
  );
  // Members of the superuser's role may do what it may.
  await session.each(
    `SELECT format('REVOKE %I FROM %I', pg_get_userbyid(roleid), pg_get_userbyid(member)) AS statement
     FROM pg_auth_members WHERE pg_get_userbyid(roleid) = $1 AND pg_get_userbyid(member) = ANY ($2)`,
    [admin.user, [server.user, pool.user]],
  );
  await session.query(
    `GRANT SELECT ON ${marker} TO ${[server.user, pool.user].map(session.name).join(', ')}`,
  );
};

/** Migrations set time limits for the role of the server only; the pool serves the same queries. */
export const copyTimeouts = async ({ server, pool }: Settings, session: Session): Promise<void> => {
  if (server.user === pool.user) return;
  await session.each(
    `SELECT format('ALTER ROLE %I SET %I = %L', $2::text, split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)) AS statement
     FROM pg_db_role_setting, unnest(setconfig) AS setting
     WHERE setdatabase = 0 AND pg_get_userbyid(setrole) = $1 AND setting ~ '^[a-z_]*timeout='`,
    [server.user, pool.user],
  );
};
