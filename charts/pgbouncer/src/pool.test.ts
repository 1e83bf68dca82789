import { readFileSync, statSync } from 'node:fs';
import type { Connection, Row } from '@helm-charts/testing/servers';
import { makeCertificate, orSkip } from '@helm-charts/testing/servers';
import { describe, expect, test } from 'vitest';
import { coreOf, type Role, shared, startDatabase } from './testing/database.ts';
import { settingsOf } from './testing/ini.ts';
import { type Login, startPool } from './testing/pool.ts';
import { one, podOf, type RenderedScenario, renderScenarios } from './testing/render.ts';

const plain = shared(async () => ({ ...(await startDatabase()), authority: '' }));
const encrypted = shared(async () => {
  const { authority, ...tls } = await makeCertificate('127.0.0.1');
  return { ...(await startDatabase({ tls })), authority };
});

const start = async ({ manifests }: RenderedScenario) => {
  const { pgbouncer } = settingsOf(one(manifests, 'ConfigMap').data!['pgbouncer.ini']!);
  const hasTls = pgbouncer?.server_tls_sslmode !== 'disable';
  const { authority, ...database } = await (hasTls ? encrypted() : plain());
  return startPool(manifests, database, authority);
};

describe.each(await renderScenarios())('$name', (scenario) => {
  test('starts without a warning and accepts both roles', async (context) => {
    await using pool = await orSkip(context, start(scenario));
    // Postgres knows how the role of a connection proved itself.
    const who = 'SELECT system_user AS login, current_database() AS database';

    await using server = await pool.connect('app_user');
    expect(await server.query(who)).toEqual([
      { login: 'scram-sha-256:app_user', database: 'server' },
    ]);
    await using worker = await pool.connect('app_user_pgbouncer');
    expect(await worker.query(who)).toEqual([
      { login: 'scram-sha-256:app_user_pgbouncer', database: 'server' },
    ]);

    expect(pool.pgbouncer.warnings()).toEqual([]);
  });

  test('rejects all other roles and passwords', async (context) => {
    await using pool = await orSkip(context, start(scenario));
    const { postgres, passwords } = pool.database;
    const { user, password } = postgres.superuser;
    const attempt = (role: Role, otherwise: Partial<Login>) =>
      pool.connect(role, otherwise).then(
        () => 'let in',
        (error: Error) => error.message,
      );

    for (const role of ['app_user', 'app_user_pgbouncer'] as const) {
      const wrong = 'SASL authentication failed';
      expect(await attempt(role, { password: 'wrong' })).toBe(wrong);
      expect(await attempt(role, { password: `${passwords[role]} ` })).toBe(wrong);
      expect(await attempt(role, { user, password })).toBe(wrong);
      expect(await attempt(role, { user: 'hocuspocus_user' })).toBe(wrong);
      expect(await attempt(role, { database: 'pgbouncer' })).toBe('not allowed');
      for (const unknown of ['postgres', 'hocuspocus', '*']) {
        const absent = `no such database: ${unknown}`;
        expect(await attempt(role, { database: unknown })).toBe(absent);
      }
    }
    const other = { password: passwords.app_user };
    expect(await attempt('app_user_pgbouncer', other)).toBe('SASL authentication failed');
  });

  test('assigns a connection for a session or for a transaction', async (context) => {
    await using pool = await orSkip(context, start(scenario));
    await using first = await pool.connect('app_user');
    await using second = await pool.connect('app_user');
    const tenant = "SELECT current_setting('app.tenant') AS tenant";
    await first.query("SET app.tenant = 'first'");
    await second.query("SET app.tenant = 'second'");
    expect(await inTransaction(first, tenant)).toEqual([{ tenant: 'first' }]);
    expect(await inTransaction(second, tenant)).toEqual([{ tenant: 'second' }]);

    const backends = new Set<unknown>();
    await using workers = new AsyncDisposableStack();
    for (let count = 0; count < 5; count += 1) {
      const worker = workers.use(await pool.connect('app_user_pgbouncer'));
      const [row] = await inTransaction(worker, 'SELECT pg_backend_pid() AS backend');
      backends.add(row?.backend);
    }
    // Five clients stay, and there are no more connections than the pool keeps open anyway.
    expect(backends.size).toBeLessThanOrEqual(2);
  });

  test('keeps named prepared statements over several transactions', async (context) => {
    await using pool = await orSkip(context, start(scenario));
    await using first = await pool.connect('app_user_pgbouncer');
    await using second = await pool.connect('app_user_pgbouncer');
    const statement = (factor: number, value: number) => ({
      name: 'multiply',
      text: `SELECT $1::int * ${factor} AS answer`,
      values: [value],
    });
    for (const value of [1, 2, 3]) {
      expect(await inTransaction(first, statement(2, value))).toEqual([{ answer: value * 2 }]);
      expect(await inTransaction(second, statement(3, value))).toEqual([{ answer: value * 3 }]);
    }
  });

  test('never prints the passwords', async (context) => {
    await using pool = await orSkip(context, start(scenario));
    const { pod, pgbouncer, database } = pool;
    await using _server = await pool.connect('app_user');
    await expect(pool.connect('app_user_pgbouncer', { password: 'wrong' })).rejects.toThrow();

    const userList = pod.path('/run/pgbouncer/userlist.txt');
    expect((statSync(userList).mode & 0o777).toString(8)).toBe('600');
    const hasExporter = podOf(scenario.manifests).containers.length > 1;
    expect(readFileSync(userList, 'utf8').match(/^"\w+" /gm)).toEqual([
      '"app_user" ',
      '"app_user_pgbouncer" ',
      ...(hasExporter ? ['"metrics_exporter" '] : []),
    ]);
    // The shell became PgBouncer, so that signals reach it, and said nothing before.
    expect(pod.traces).toContain(
      `\n${pod.pid} pgbouncer ${pod.path('/etc/pgbouncer/pgbouncer.ini')}\n`,
    );
    expect(pod.said).toBe('');

    const heard = [pod.traces, ...pgbouncer.log(), JSON.stringify(scenario.manifests)].join('\n');
    const written = readFileSync(userList, 'utf8');
    for (const password of Object.values(database.passwords)) {
      expect(written).toContain(coreOf(password));
      expect(heard).not.toContain(coreOf(password));
    }
    expect(written + heard).not.toContain(database.postgres.superuserPassword);
  });
});

const inTransaction = async (
  { query }: Connection,
  statement: Parameters<Connection['query']>[0],
): Promise<readonly Row[]> => {
  await query('BEGIN');
  const rows = await query(statement);
  await query('COMMIT');
  return rows;
};
