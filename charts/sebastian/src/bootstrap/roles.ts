import { BootstrapFailure, textOf } from './failure.ts';
import { say } from './log.ts';
import { connect, isRefused, type Session, sqlState } from './postgres.ts';
import { scramSecret } from './scram.ts';
import type { Login, OwnedDatabase, Settings } from './settings.ts';

/** Creates the roles and databases that are missing, and sets the passwords that do not work. */
export const createRolesAndDatabases = async (settings: Settings): Promise<void> => {
  // Where the pool uses the role of the server, it uses its password, too.
  const logins = loginsOf(settings).filter(
    ({ user }, at, all) => all.findIndex((one) => one.user === user) === at,
  );
  {
    await using cluster = await connect(settings, 'postgres');
    const roles = await cluster.query<{ name: string }>('SELECT rolname AS name FROM pg_roles');
    for (const { user } of logins.filter(({ user }) => !roles.some(({ name }) => name === user))) {
      await create(cluster, `CREATE ROLE ${cluster.name(user)} LOGIN`);
    }
    const databases = await cluster.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database',
    );
    for (const { name, owner } of databasesOf(settings)) {
      if (databases.some((database) => database.name === name)) continue;
      await create(cluster, `CREATE DATABASE ${cluster.name(name)} OWNER ${cluster.name(owner)}`);
    }
  }
  for (const login of logins) await ensurePassword(settings, login);
};

/** The databases of the application. */
export const databasesOf = ({
  admin,
  database,
  documents,
  temporal,
}: Settings): readonly OwnedDatabase[] => [
  { name: database, owner: admin.user },
  { name: documents, owner: admin.user },
  ...(temporal?.databases ?? []).map((name) => ({ name, owner: temporal?.user ?? '' })),
];

/** The roles of the application. Two of them may be the same. */
export const loginsOf = ({ server, pool, hocuspocus, temporal }: Settings): readonly Login[] => [
  server,
  pool,
  hocuspocus,
  ...(temporal ? [temporal] : []),
];

/** Another session may create the same object at the same moment: PostgreSQL's codes for that are no failure. */
const create = async (cluster: Session, statement: string): Promise<void> => {
  try {
    await cluster.query(statement);
  } catch (error) {
    if (!['42710', '42P04', '23505'].includes(sqlState(error))) throw error;
    say(`${textOf(error)}: another session has created it`);
  }
};

/** A password is written only if it does not work: each time Postgres stores it with another salt, which poolers have remembered. */
const ensurePassword = async (settings: Settings, login: Login): Promise<void> => {
  if ((await loginProblem(settings, login)) === undefined) return;
  say(`setting the password of ${login.user}`);
  {
    await using cluster = await connect(settings, 'postgres');
    const secret = cluster.text(scramSecret(login.password));
    await cluster.query(`ALTER ROLE ${cluster.name(login.user)} LOGIN PASSWORD ${secret}`);
  }
  const problem = await loginProblem(settings, login);
  if (problem === undefined) return;
  throw new BootstrapFailure(
    'roles',
    `${login.user} cannot log in with the password that has just been set: ${problem}`,
  );
};

/** Why a role cannot log in; undefined where its password is right, also where it may not enter the database `postgres`. */
const loginProblem = async (settings: Settings, login: Login): Promise<string | undefined> => {
  try {
    await using _ = await connect(settings, 'postgres', { login });
    return undefined;
  } catch (error) {
    if (isRefused(error)) return textOf(error);
    // insufficient_privilege and too_many_connections come after the password has been accepted.
    if (['42501', '53300'].includes(sqlState(error))) return undefined;
    throw new BootstrapFailure(
      'roles',
      `cannot tell whether ${login.user} can log in: ${textOf(error)}`,
    );
  }
};
