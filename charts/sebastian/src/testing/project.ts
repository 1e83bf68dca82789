import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { application } from './application.ts';

/** Migrations and seeds in SQL by file name, in order. Where nothing puts them in a transaction, each of their statements is one. */
export interface Project {
  readonly migrations: Readonly<Record<string, readonly string[]>>;
  readonly seeds: Readonly<Record<string, readonly string[]>>;
  /** The migrations that ask knex for no transaction. */
  readonly withoutTransaction: readonly string[];
}

/** What runs the statements of a project, one after the other. */
export type Step = 'migrations' | 'seeds';

/**
 * A small application with the properties of the real one: a migration that has no transaction, migrations that can't run twice, one that grants
 * the role of the server everything, and seeds below a folder of the product, which need a tenant and leave a trace of each run.
 */
export const project: Project = {
  migrations: {
    '001_tenants': [application],
    '002_notes': ['CREATE TABLE notes (id serial PRIMARY KEY, text text)'],
    '003_kinds': [
      'CREATE TABLE kinds (kind text)',
      "INSERT INTO kinds VALUES ('task')",
      "INSERT INTO kinds VALUES ('ticket')",
    ],
    '004_grants': [
      `DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT format('%I', pg_get_userbyid(grantee)) FROM pg_class, aclexplode(relacl)
        WHERE oid = to_regclass('bootstrap_state') AND grantee <> relowner
      LOOP EXECUTE 'GRANT ALL ON ALL TABLES IN SCHEMA public TO ' || name || ' WITH GRANT OPTION'; END LOOP;
    END $$`,
    ],
  },
  seeds: {
    '01_roles': [
      "INSERT INTO roles (tenant, role_name, msp, client) SELECT tenant, 'Admin', true, false FROM tenants",
      "INSERT INTO roles (tenant, role_name, msp, client) SELECT tenant, 'Admin', false, true FROM tenants",
    ],
    '02_notes': [
      "INSERT INTO notes (text) VALUES ('hello')",
      "UPDATE kinds SET kind = kind || 's'",
    ],
  },
  withoutTransaction: ['003_kinds'],
};

/** The project with another migration after the others. */
export const withMigration = (name: string, ...statements: readonly string[]): Project => ({
  ...project,
  migrations: { ...project.migrations, [name]: statements },
});

/** The project with another migration after the others, which has no transaction. */
export const withUnsafeMigration = (name: string, ...statements: readonly string[]): Project => ({
  ...withMigration(name, ...statements),
  withoutTransaction: [...project.withoutTransaction, name],
});

/** The project with another seed after the others. */
export const withSeed = (name: string, ...statements: readonly string[]): Project => ({
  ...project,
  seeds: { ...project.seeds, [name]: statements },
});

/** The project with a pause of seconds in the middle of each migration, and before each statement of a seed. */
export const slow = (seconds: number, of = project): Project =>
  between(() => `SELECT pg_sleep(${seconds})`, of);

/** The project with a statement in the middle of each migration, and before each statement of a seed; of each kind they are counted from 0. */
export const between = (
  pause: (step: Step, index: number) => string,
  { migrations, seeds, ...of } = project,
): Project => {
  let statements = 0;
  return {
    ...of,
    migrations: Object.fromEntries(
      Object.entries(migrations).map(([name, [first = '', ...others]], index) => [
        name,
        [first, pause('migrations', index), ...others],
      ]),
    ),
    seeds: Object.fromEntries(
      Object.entries(seeds).map(([name, all]) => [
        name,
        all.flatMap((sql) => [pause('seeds', statements++), sql]),
      ]),
    ),
  };
};

/** Where `KNEXFILE` lies in a folder that a project was written to. */
export const knexfileOf = (folder: string): string => join(folder, 'knexfile.cjs');

/** The project as the image has it, for the genuine knex of this workspace. */
export const writeProject = async (
  folder: string,
  { migrations, seeds, withoutTransaction }: Project,
): Promise<void> => {
  const write = async (directory: string, name: string, text: string) => {
    await mkdir(join(folder, directory), { recursive: true });
    await writeFile(join(folder, directory, `${name}.cjs`), text);
  };
  await write('.', 'knexfile', knexfile);
  for (const [name, statements] of Object.entries(migrations)) {
    const up = `exports.up = async (knex) => { for (const sql of ${literal(statements)}) await knex.raw(sql); };`;
    const config = `exports.config = { transaction: ${!withoutTransaction.includes(name)} };`;
    await write('migrations', name, `${up}\nexports.down = () => {};\n${config}\n`);
  }
  for (const [name, statements] of Object.entries(seeds)) {
    await write('seeds/psa', name, seed(literal(statements)));
  }
  await write('seeds/lib', 'grants', 'exports.grants = [];\n');
  // The folder with `knex` and `pg`, as the program looks for them.
  await symlink(
    fileURLToPath(new URL('..', import.meta.resolve('knex'))),
    join(folder, 'node_modules'),
  );
};

/** A question mark stands for a value in the statements of knex. */
const literal = (statements: readonly string[]): string =>
  JSON.stringify(statements.map((sql) => sql.replaceAll('?', '\\?')));

const seed = (statements: string): string => `
exports.seed = async (knex) => {
  if ((await knex('tenants').first()) === undefined) return console.log('No tenant found, skipping');
  for (const sql of ${statements}) await knex.raw(sql);
};
`;

/** As the image's: the password comes from a file, or from a variable whose value is then printed. */
const knexfile = `
const { readFileSync } = require('node:fs');
const secret = (file, variable) => {
  try {
    return readFileSync(process.env.PASSWORDS_DIR + '/../' + file, 'utf8').trim();
  } catch {
    console.log('Using ' + variable + ': ' + process.env[variable]);
    return process.env[variable];
  }
};
module.exports = {
  migration: {
    client: 'pg',
    connection: {
      host: process.env.DB_HOST,
      port: process.env.DB_PORT,
      user: process.env.DB_USER_ADMIN,
      password: secret('postgres_password', 'DB_PASSWORD_ADMIN'),
      database: process.env.DB_NAME_SERVER,
    },
    pool: { min: 0, max: 20 },
    migrations: { directory: './migrations' },
    seeds: { directory: process.env.SEEDS_DIR || './seeds', loadExtensions: ['.cjs', '.js'] },
  },
};
secret('db_password_server', 'DB_PASSWORD_SERVER');
`;
