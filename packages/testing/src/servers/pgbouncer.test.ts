import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect } from './connect.ts';
import { orSkip } from './missing.ts';
import { startPgbouncer } from './pgbouncer.ts';
import { startPostgres } from './postgres.ts';
import { isRunning } from './running.ts';

const config = `
[databases]
app = host=db.example port=5432

[pgbouncer]
listen_addr = *
listen_port = 6432
auth_type = scram-sha-256
auth_file = /etc/pgbouncer/userlist.txt
pool_mode = transaction
default_pool_size = 1
max_client_conn = 20
max_prepared_statements = 50
`;

test('pools connections of an application with prepared statements', async (context) => {
  await using postgres = await orSkip(context, startPostgres());
  const password = randomBytes(16).toString('hex');
  await using owner = await connect(postgres.superuser);
  await owner.query(`CREATE ROLE app LOGIN PASSWORD '${password}'`);
  await owner.query('CREATE DATABASE app OWNER app');

  await using pgbouncer = await orSkip(
    context,
    startPgbouncer({
      config,
      files: { 'userlist.txt': `"app" "${password}"\n` },
      settings: { auth_file: 'userlist.txt' },
      databases: { app: `host=${postgres.host} port=${postgres.port}` },
    }),
  );
  const { host, port } = pgbouncer;
  const login = { host, port, user: 'app', password, database: 'app' };
  await using first = await connect(login);
  await using second = await connect(login);
  const double = { name: 'double', text: 'SELECT $1::int * 2 AS answer, pg_backend_pid() AS pid' };
  const treble = { name: 'double', text: 'SELECT $1::int * 3 AS answer, pg_backend_pid() AS pid' };

  // There is one server connection and the same name for two statements, so the pooler must rename them.
  const [doubled] = await first.query({ ...double, values: [21] });
  expect(doubled?.answer).toBe(42);
  expect(await second.query({ ...treble, values: [21] })).toEqual([{ ...doubled, answer: 63 }]);

  expect(await first.query({ ...double, values: [4] })).toEqual([{ ...doubled, answer: 8 }]);
  expect(pgbouncer.warnings()).toEqual([]);

  await pgbouncer.reload(config.replace('max_client_conn = 20', 'max_client_conn = 2'));
  await expect(connect(login)).rejects.toThrow('no more connections allowed');
  await pgbouncer.reload();
  await expect(connect({ ...login, password: 'wrong' })).rejects.toThrow('SASL');
  expect(pgbouncer.warnings()).toEqual([
    expect.stringContaining('no more connections allowed'),
    expect.stringContaining('password authentication failed'),
    expect.stringContaining('SASL authentication failed'),
  ]);

  const ended = pgbouncer.stop('SIGTERM');
  expect(await first.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await Promise.all([first.client.end(), second.client.end()]);
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(isRunning(pgbouncer.pid)).toBe(false);
});

test('reports an invalid configuration', async (context) => {
  const start = startPgbouncer({ config, settings: { pool_mode: 'sometimes' } });
  await expect(orSkip(context, start)).rejects.toThrow('invalid value "sometimes"');
});
