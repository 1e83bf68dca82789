import type { Session } from './postgres.ts';
import { loginsOf } from './roles.ts';
import type { Settings } from './settings.ts';

/**
 * Leaves the roles of the application nothing but the reading of the marker, whatever a migration has granted. The session is in the database of
 * the server.
 */
export const protectMarker = async (settings: Settings, session: Session): Promise<void> => {
  const { admin, server, pool } = settings;
  const roles = loginsOf(settings).flatMap(({ user }) => (user === admin.user ? [] : [user]));
  await takeRights(session, roles);
  await takeOwnership(session, admin.user, roles);
  await session.each(
    `SELECT format('REVOKE ALL ON ${marker} FROM %s CASCADE', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(grantee)) END)
            AS statement
     FROM (SELECT DISTINCT grantee FROM pg_class, aclexplode(relacl) WHERE oid = '${marker}'::regclass AND grantee <> relowner) AS grants`,
  );
  await session.each(
    `SELECT format('REVOKE ALL (%I) ON ${marker} FROM %s CASCADE', attname,
                   CASE grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(grantee)) END) AS statement
     FROM pg_attribute, aclexplode(attacl) WHERE attrelid = '${marker}'::regclass AND attacl IS NOT NULL`,
  );
  // What was the property of a role takes the privileges of that role with it.
  const users = [server.user, pool.user].map(session.name).join(', ');
  await session.query(`
GRANT SELECT ON ${marker} TO ${users};
GRANT USAGE ON SCHEMA public TO ${users};
GRANT CONNECT, TEMPORARY ON DATABASE ${session.name(settings.database)} TO ${users}`);
};

const marker = 'public.bootstrap_state';

/** A superuser, and a member of such a role, may write every table, or run programs that do. */
const takeRights = async (session: Session, roles: readonly string[]): Promise<void> => {
  await session.each(
    `SELECT format('ALTER ROLE %I NOSUPERUSER NOCREATEROLE', rolname) AS statement FROM pg_roles
     WHERE rolname = ANY ($1) AND (rolsuper OR rolcreaterole)`,
    [roles],
  );
  await session.each(
    `SELECT format('REVOKE %I FROM %I%s CASCADE', pg_get_userbyid(roleid), pg_get_userbyid(member), ' GRANTED BY ' || quote_ident(giver.rolname))
            AS statement
     FROM pg_auth_members LEFT JOIN pg_roles AS giver ON giver.oid = grantor
     WHERE pg_get_userbyid(member) = ANY ($1) AND EXISTS (
       SELECT FROM pg_roles AS mighty WHERE pg_has_role(roleid, mighty.oid, 'MEMBER')
         AND (mighty.rolsuper OR mighty.rolname IN ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program'))
     )`,
    [roles],
  );
};

/** The owner of a table may grant itself everything again, and the owner of its schema or database may drop the table. */
const takeOwnership = async (
  session: Session,
  owner: string,
  roles: readonly string[],
): Promise<void> => {
  await session.query(`ALTER TABLE ${marker} OWNER TO ${session.name(owner)}`);
  await session.each(
    `SELECT format('ALTER SCHEMA public OWNER TO %I', $1::text) AS statement FROM pg_namespace
     WHERE nspname = 'public' AND pg_get_userbyid(nspowner) NOT IN ('pg_database_owner', $1)`,
    [owner],
  );
  await session.each(
    `SELECT format('ALTER DATABASE %I OWNER TO %I', datname, $1::text) AS statement FROM pg_database
     WHERE datname = current_database() AND pg_get_userbyid(datdba) = ANY ($2)`,
    [owner, roles],
  );
};
