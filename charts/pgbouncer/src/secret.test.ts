import { randomBytes } from 'node:crypto';
import { connect, orSkip, writePrivate } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';
import { startDatabase } from './testing/database.ts';
import { startPool } from './testing/pool.ts';
import { render } from './testing/render.ts';

test('a changed password in the Secret takes effect when the pod restarts', async (context) => {
  await using database = await orSkip(context, startDatabase());
  const manifests = await render(scenarios.appliance);
  await using running = await orSkip(context, startPool(manifests, database));
  await using worker = await running.connect('app_user_pgbouncer');
  await worker.query('SELECT 1');

  const password = randomBytes(16).toString('hex');
  await using owner = await connect(database.postgres.superuser);
  await owner.query(`ALTER ROLE app_user_pgbouncer PASSWORD '${password}'`);
  // The kubelet writes it into the pod that runs, to which that is nothing, and no reload makes it something.
  await writePrivate(running.pod.path('/run/secrets/pgbouncer/transaction'), password);
  await running.pgbouncer.reload();
  const refused = 'SASL authentication failed';
  await expect(running.connect('app_user_pgbouncer', { password })).rejects.toThrow(refused);
  // Clients with the old password keep their open connections.
  expect(await worker.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await using late = await running.connect('app_user_pgbouncer');
  expect(await late.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);

  const passwords = { ...database.passwords, app_user_pgbouncer: password };
  await using next = await startPool(manifests, { ...database, passwords });
  const old = { password: database.passwords.app_user_pgbouncer };
  await expect(next.connect('app_user_pgbouncer', old)).rejects.toThrow(refused);
  for (const role of ['app_user', 'app_user_pgbouncer'] as const) {
    await using client = await next.connect(role);
    expect(await client.query('SELECT current_user AS role')).toEqual([{ role }]);
  }
});
