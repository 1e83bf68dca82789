import { say } from './log.ts';
import { connect, type Session } from './postgres.ts';
import { protectMarker } from './protect.ts';
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
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${roles};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${roles};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${roles};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${roles};
ALTER DATABASE ${session.name(database)} SET app.environment = ${session.text(environment)};
`);
    await protectMarker(settings, session);
    await session.query('COMMIT');
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
