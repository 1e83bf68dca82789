import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeProgram } from '@helm-charts/testing/shell';

/** Migrations and seeds in SQL by file name, in order. A seed may be many statements, each of which is its own transaction. */
export interface Project {
  readonly migrations: Readonly<Record<string, string>>;
  readonly seeds: Readonly<Record<string, readonly string[]>>;
  /** The migration that asks knex for no transaction. Then all of a batch have none in common, and others see the lock of knex. */
  readonly withoutTransaction?: string;
}

/** What runs the statements of a project, one after the other. */
export type Step = 'migrations' | 'seeds';

/** A small application. Its seeds leave a trace of each run, as seeds do that were not made to run twice. */
export const project: Project = {
  migrations: {
    '001_users': 'CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL)',
    '002_notes':
      'CREATE TABLE notes (id serial PRIMARY KEY, author int REFERENCES users, text text)',
    '003_kinds': "CREATE TABLE kinds AS SELECT unnest(ARRAY['task', 'ticket']) AS kind",
  },
  seeds: {
    '01_users': [
      "INSERT INTO users (name) VALUES ('Ada')",
      "INSERT INTO users (name) VALUES ('Bo')",
    ],
    '02_notes': [
      "INSERT INTO notes (author, text) SELECT id, 'hello' FROM users",
      "UPDATE kinds SET kind = kind || 's'",
    ],
  },
};

/** The project with another migration after the others. */
export const withMigration = (name: string, sql: string): Project => ({
  ...project,
  migrations: { ...project.migrations, [name]: sql },
});

/** The project with another seed after the others. */
export const withSeed = (name: string, ...statements: readonly string[]): Project => ({
  ...project,
  seeds: { ...project.seeds, [name]: statements },
});

/** The project with a pause of seconds in the middle of each migration, and before each statement of a seed. */
export const slow = (seconds: number): Project => between(() => `SELECT pg_sleep(${seconds})`);

/** The project with a statement in the middle of each migration, and before each statement of a seed; of each kind they are counted from 0. */
export const between = (
  pause: (step: Step, index: number) => string,
  { migrations, seeds, ...of } = project,
): Project => {
  let statements = 0;
  return {
    ...of,
    migrations: Object.fromEntries(
      Object.entries(migrations).map(([name, sql], index) => [
        name,
        `${sql}; ${pause('migrations', index)}`,
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
export const writeKnexProject = async (
  folder: string,
  { migrations, seeds, withoutTransaction }: Project,
): Promise<void> => {
  const write = async (directory: string, name: string, text: string) => {
    await mkdir(join(folder, directory), { recursive: true });
    await writeFile(join(folder, directory, `${name}.cjs`), text);
  };
  await write('.', 'knexfile', knexfile);
  for (const [name, sql] of Object.entries(migrations)) {
    const up = `exports.up = (knex) => knex.raw(${JSON.stringify(sql)});`;
    const config = `exports.config = { transaction: ${name !== withoutTransaction} };`;
    await write('migrations', name, `${up}\nexports.down = () => {};\n${config}\n`);
  }
  for (const [name, statements] of Object.entries(seeds)) {
    const all = JSON.stringify(statements);
    const seed = `for (const sql of ${all}) await knex.raw(sql);`;
    await write('seeds', name, `exports.seed = async (knex) => { ${seed} };\n`);
  }
  // The folder with `knex` and `.bin`, as `npx` looks for it.
  await symlink(
    fileURLToPath(new URL('..', import.meta.resolve('knex'))),
    join(folder, 'node_modules'),
  );
};

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

/**
 * The same project with an \`npx\` that does as knex does where a migration asks for no transaction: in the same tables, with a transaction for
 * each of the others. But it starts twenty times as fast. It is found first in the folder's \`bin\`.
 */
export const writeQuickProject = async (
  folder: string,
  { migrations, seeds }: Project,
): Promise<void> => {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(knexfileOf(folder), '');
  const npx = join(folder, 'bin', 'npx');
  await writeProgram(npx, quickKnex);

  const migration = ([name, sql]: readonly [string, string]) => `
SELECT NOT EXISTS (SELECT FROM knex_migrations WHERE name = '${name}.cjs') AS missing \\gset
\\if :missing
BEGIN;
${sql};
INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('${name}.cjs', 1, now());
COMMIT;
\\endif
`;
  await writeFile(
    join(folder, 'migrate-latest.sql'),
    `${begin}${Object.entries(migrations).map(migration).join('')}${end}`,
  );
  await writeFile(join(folder, 'migrate-unlock.sql'), end);
  await writeFile(
    join(folder, 'seed-run.sql'),
    Object.values(seeds)
      .flat()
      .map((sql) => `${sql};\n`)
      .join(''),
  );
};

const quickKnex = `#!/bin/sh
case $3 in
  migrate:latest | migrate:unlock | seed:run) ;;
  *) echo "unknown command $3" >&2; exit 1 ;;
esac
PGDATABASE=$DB_NAME_SERVER exec psql -X -q -o /dev/null -v ON_ERROR_STOP=1 \\
  -f "\${5%/*}/$(echo "$3" | tr : -).sql"
`;

const begin = `
SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS knex_migrations (id serial PRIMARY KEY, name varchar(255), batch int, migration_time timestamptz);
CREATE TABLE IF NOT EXISTS knex_migrations_lock (index serial PRIMARY KEY, is_locked int);
INSERT INTO knex_migrations_lock (is_locked) SELECT 0 WHERE NOT EXISTS (SELECT FROM knex_migrations_lock);
WITH taken AS (UPDATE knex_migrations_lock SET is_locked = 1 WHERE is_locked = 0 RETURNING 1)
  SELECT count(*) = 1 AS taken FROM taken \\gset
\\if :taken
\\else
DO $$ BEGIN RAISE 'Migration table is already locked'; END $$;
\\endif
`;

const end = 'UPDATE knex_migrations_lock SET is_locked = 0;\n';
