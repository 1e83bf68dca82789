import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import type { Passwords } from '../testing/containers.ts';
import { type Appliance, bootstrap, random, startAppliance, tenant } from '../testing/fixture.ts';
import { hold } from '../testing/hold.ts';

/** All that a shell, psql, sed, a password file, a connection string, knex or SQL may take for its own. */
const hostile = () =>
  `${random()} it's "" $HOME \`id\` $(id) \\n \\\\ : %s # ; -- :'hash' :"admin" , ? @ / $1 \\"`;

const passwords: Passwords = {
  DB_PASSWORD_SUPERUSER: hostile(),
  DB_PASSWORD_SERVER: ` ${hostile()}\\ `,
  DB_PASSWORD_PGBOUNCER: `"${hostile()}`,
  DB_PASSWORD_HOCUSPOCUS: hostile(),
  DB_PASSWORD_TEMPORAL: hostile(),
};

const { DB_PASSWORD_SUPERUSER: _, ...ofApplication } = passwords;

const ofAdministrator = `${hostile()} Aa1!`;

/** The Job has the password of Temporal only where Temporal is. */
const values = { database: { temporal: { enabled: true } } };

const names = {
  DB_USER_SERVER: `app "user" it's $HOME \\ : é`,
  DB_USER_PGBOUNCER: 'pool `id` $(id) *:*',
  DB_USER_HOCUSPOCUS: 'Hocus Pocus -- ; %I',
  DB_USER_TEMPORAL: 'temporal=1',
  DB_NAME_SERVER: `ser "ver" it's \\ $1 dbname=x √`,
  DB_NAME_HOCUSPOCUS: 'postgresql://nowhere/x',
  DB_NAME_TEMPORAL: 'a=b',
  DB_NAME_TEMPORAL_VISIBILITY: '{a,"b"} NULL',
};

/** A Postgres that writes down whatever it can, and whose superuser has another password than the server that was started. */
const talkative = async (): Promise<Appliance> => {
  const appliance = await startAppliance({
    passwords,
    values,
    tenant: { ...tenant, INITIAL_ADMIN_PASSWORD: ofAdministrator },
    settings: {
      log_statement: 'all',
      log_duration: 'on',
      log_min_duration_statement: '0',
      log_min_error_statement: 'debug5',
      log_min_messages: 'debug1',
      log_connections: 'on',
      debug_print_parse: 'on',
      shared_preload_libraries: 'pg_stat_statements',
    },
  });
  await using cluster = await appliance.connect();
  await cluster.query('CREATE EXTENSION pg_stat_statements');
  await cluster.query('SET log_statement = none');
  await cluster.query('SET log_min_duration_statement = -1');
  await cluster.query('SET debug_print_parse = off');
  await cluster.query('SET pg_stat_statements.track_utility = off');
  const password = cluster.client.escapeLiteral(passwords.DB_PASSWORD_SUPERUSER);
  await cluster.query(`ALTER ROLE postgres PASSWORD ${password}`);
  return appliance;
};

const nothingToDo = [
  'seeds already present, skipping; the tenant of the Secret is not created',
  'nothing to do: this bootstrap (first) is complete',
];

/** A part that nothing writes in another way. */
const coreOf = (password: string): string => /[0-9a-f]{32}/.exec(password)![0];

test.concurrent('T011: passwords come from mounted files, and no command line, environment, statement, output or log contains them', async (context) => {
  await using appliance = await orSkip(context, talkative());
  const { project, reached, letGo } = hold(appliance);
  const run = await appliance.bootstrap({ project, environment: names });
  const user = { user: 'postgres', password: passwords.DB_PASSWORD_SUPERUSER };
  await reached('migrations', user);
  // What the machine shows of the program to others.
  const shown = await Promise.all(
    ['cmdline', 'environ'].map((file) => readFile(`/proc/${run.pid}/${file}`, 'utf8')),
  );
  expect(shown.join('\n')).toContain('appliance-bootstrap.cjs');
  expect(shown.join('\n')).toContain('PASSWORDS_DIR=');
  expect(await readFile(`/proc/${run.pid}/task/${run.pid}/children`, 'utf8')).toBe('');
  await Promise.all([letGo('migrations'), letGo('seeds')]);
  const { code, lines } = await run.ended;
  expect([code, lines]).toEqual([0, lines]);

  // Nor has an error, where a password cannot be written.
  await using cluster = await appliance.connect(user);
  await cluster.query('ALTER ROLE postgres SET default_transaction_read_only = on');
  const { PASSWORDS_DIR } = await appliance.environment();
  const another = hostile();
  await writeFile(join(PASSWORDS_DIR, 'DB_PASSWORD_SERVER'), another);
  const failed = await bootstrap(appliance, { environment: names });
  expect([failed.code, failed.lines.at(-1)]).toEqual([
    13,
    'bootstrap: failed while creating roles and databases: cannot execute ALTER ROLE in a read-only transaction',
  ]);

  const statements = await cluster.query('SELECT query FROM pg_stat_statements');
  const heard = [
    ...shown,
    ...lines,
    ...failed.lines,
    ...appliance.postgres.log(),
    JSON.stringify(statements),
  ];
  expect(heard.join('\n')).toContain('CREATE ROLE');
  expect(heard.join('\n')).toContain('INSERT INTO users');
  for (const password of [...Object.values(passwords), ofAdministrator, another]) {
    expect(heard.filter((line) => line.includes(coreOf(password)))).toEqual([]);
  }
});

test.concurrent('names may contain any character, and passwords any printable ASCII character', async (context) => {
  await using appliance = await orSkip(
    context,
    startAppliance({ passwords: ofApplication, values }),
  );
  const first = await bootstrap(appliance, { environment: names });
  expect([first.code, first.lines]).toEqual([0, first.lines]);
  for (const [user, key, database] of [
    ['DB_USER_SERVER', 'DB_PASSWORD_SERVER', 'DB_NAME_SERVER'],
    ['DB_USER_PGBOUNCER', 'DB_PASSWORD_PGBOUNCER', 'DB_NAME_SERVER'],
    ['DB_USER_HOCUSPOCUS', 'DB_PASSWORD_HOCUSPOCUS', 'DB_NAME_HOCUSPOCUS'],
    ['DB_USER_TEMPORAL', 'DB_PASSWORD_TEMPORAL', 'DB_NAME_TEMPORAL'],
    ['DB_USER_TEMPORAL', 'DB_PASSWORD_TEMPORAL', 'DB_NAME_TEMPORAL_VISIBILITY'],
  ] as const) {
    const login = { user: names[user], password: passwords[key], database: names[database] };
    await using connection = await appliance.connect(login);
    expect(
      await connection.query('SELECT current_user AS role, current_database() AS name'),
    ).toEqual([{ role: login.user, name: login.database }]);
  }
  const second = await bootstrap(appliance, { environment: names });
  expect([second.code, ...second.lines]).toEqual([0, ...nothingToDo]);

  const waitForBootstrap = async (environment: object) =>
    (await appliance.waitForBootstrap(environment)).ended;
  const { DB_NAME_SERVER, DB_USER_SERVER } = names;
  expect((await waitForBootstrap({ DB_NAME_SERVER, DB_USER_SERVER })).code).toBe(0);

  const owner = { user: names.DB_USER_TEMPORAL, password: passwords.DB_PASSWORD_TEMPORAL };
  await using temporal = await appliance.connect({ ...owner, database: names.DB_NAME_TEMPORAL });
  await temporal.query('CREATE EXTENSION btree_gin');
  await temporal.query('CREATE TABLE executions ()');
});

test.concurrent('a password is changed only when the one in the Secret does not work', async (context) => {
  // Postgres may have another opinion of how to store it, and of who may come to its own database.
  const settings = { password_encryption: 'md5' };
  await using appliance = await orSkip(context, startAppliance({ settings }));
  await using cluster = await appliance.connect();
  await cluster.query('REVOKE CONNECT ON DATABASE postgres FROM PUBLIC');
  const stored = async () => {
    const rows = await cluster.query(
      "SELECT rolname, rolpassword FROM pg_authid WHERE rolname ~ 'user'",
    );
    return Object.fromEntries(rows.map(({ rolname, rolpassword }) => [rolname, rolpassword]));
  };
  await bootstrap(appliance);
  const before = await stored();
  expect(Object.values(before)).toEqual(Array(3).fill(expect.stringMatching(/^SCRAM-SHA-256\$/)));

  const { PASSWORDS_DIR } = await appliance.environment();
  const password = random();
  await writeFile(join(PASSWORDS_DIR, 'DB_PASSWORD_PGBOUNCER'), password);
  await cluster.query('ALTER ROLE hocuspocus_user CONNECTION LIMIT 0');
  await using administrator = await appliance.connect();
  await administrator.query('BEGIN');
  await administrator.query('LOCK TABLE pg_authid IN EXCLUSIVE MODE');
  const run = await appliance.bootstrap();
  // While it is written, nobody can see it either.
  const waiting = `SELECT query ~ '${password}' AS seen FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
  await eventually(() => cluster.query(waiting), [{ seen: false }]);
  await administrator.query('COMMIT');
  const { code, lines } = await run.ended;
  expect([code, lines]).toEqual([
    0,
    ['setting the password of app_user_pgbouncer', ...nothingToDo],
  ]);
  const after = await stored();
  expect(after.app_user).toBe(before.app_user);
  expect(after.hocuspocus_user).toBe(before.hocuspocus_user);
  const pool = { user: 'app_user_pgbouncer', password, database: 'server' };
  await using _pool = await appliance.connect(pool);
});
