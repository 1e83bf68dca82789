import { type ChildProcess, spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@helm-charts/testing/eventually';
import { connect, orSkip } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { scenarios } from './scenarios.ts';
import { shared, startDatabase } from './testing/database.ts';
import { type Pool, startPool } from './testing/pool.ts';
import { containerOf, podOf, render } from './testing/render.ts';

const database = shared(() => startDatabase());
const manifests = render(scenarios.appliance);
const start = async () => startPool(await manifests, await database());

test('a running transaction finishes when the pod stops', async (context) => {
  await using pool = await orSkip(context, start());
  await using owner = await connect({ ...pool.database.postgres.superuser, database: 'server' });
  await owner.query('CREATE TABLE job AS SELECT 1 AS id');
  await owner.query('GRANT INSERT ON job TO app_user_pgbouncer');
  await using worker = await pool.connect('app_user_pgbouncer');
  await using idle = await pool.connect('app_user_pgbouncer');
  await worker.query('BEGIN');

  await runHook(pool);
  await expect(pool.connect('app_user_pgbouncer')).rejects.toThrow('ECONNREFUSED');
  await expect(idle.query('SELECT 1')).rejects.toThrow('server shutting down');
  await worker.query('INSERT INTO job VALUES (2)');
  await worker.query('COMMIT');

  const { terminationGracePeriodSeconds = 30 } = podOf(await manifests);
  const killed = sleep(terminationGracePeriodSeconds * 1000, 'killed', { ref: false });
  expect(await Promise.race([pool.pgbouncer.exited, killed])).toEqual({ code: 0, signal: null });
  expect(await owner.query('SELECT id FROM job ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
});

test('a connected session works until the grace period ends', async (context) => {
  await using pool = await orSkip(context, start());
  await using server = await pool.connect('app_user');
  await server.query("SET app.tenant = 'first'");

  const hook = await runHook(pool);
  await expect(pool.connect('app_user')).rejects.toThrow('ECONNREFUSED');
  const tenant = "SELECT current_setting('app.tenant') AS tenant";
  expect(await server.query(tenant)).toEqual([{ tenant: 'first' }]);

  // As soon as the hook ends the kubelet sends this, which is the second signal and ends all at once.
  expect(hook.exitCode).toBe(null);
  process.kill(pool.pgbouncer.pid, 'SIGTERM');
  expect(await pool.pgbouncer.exited).toEqual({ code: 0, signal: null });
  await expect(server.query(tenant)).rejects.toThrow();
});

/** Does as the kubelet does first: runs the hook of the container, in which PgBouncer is process 1 and here is another. */
const runHook = async ({ pgbouncer }: Pool): Promise<ChildProcess> => {
  const { command = [] } = containerOf(await manifests).lifecycle?.preStop?.exec ?? {};
  const [shell = '', ...script] = command.map((part) =>
    part.replace(/(?<=^kill -\w+ )1\b/, String(pgbouncer.pid)),
  );
  const hook = spawn(shell, script, { stdio: 'ignore' });
  // It ends with its container.
  onTestFinished(() => void hook.kill());
  // Not when it says that it has the signal, but when it lets nobody in any more.
  await eventually(() => isListening(pgbouncer), false);
  return hook;
};

const isListening = ({ host, port }: Pool['pgbouncer']): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const answer = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
