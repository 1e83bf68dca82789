import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';
import { startDatabase } from './testing/database.ts';
import { startPool } from './testing/pool.ts';
import { render } from './testing/render.ts';

test('session variables last until the client disconnects, and the next client does not see them', async (context) => {
  await using database = await orSkip(context, startDatabase());
  // One connection, which a client can only leave to the next.
  const values = { ...scenarios.appliance, pools: { session: { size: 1 } } };
  await using pool = await orSkip(context, startPool(await render(values), database));
  const session = "SELECT pg_backend_pid() AS id, current_setting('app.tenant', true) AS tenant";

  await using first = await pool.connect('app_user');
  await first.query("SET app.tenant = 'first'");
  await first.query('CREATE TEMPORARY TABLE mine AS SELECT 1 AS id');
  await first.query('SELECT pg_advisory_lock(1)');
  await first.query('BEGIN');
  await first.query('ROLLBACK');
  const [left] = await first.query(session);
  expect(left).toMatchObject({ tenant: 'first' });
  expect(await first.query('SELECT id FROM mine')).toEqual([{ id: 1 }]);

  await using next = await pool.connect('app_user');
  const found = next.query(session);
  await first.client.end();
  // A variable that was ever set is an empty text when it is set no more.
  expect(await found).toEqual([{ id: left?.id, tenant: '' }]);
  await expect(next.query('SELECT id FROM mine')).rejects.toThrow('"mine" does not exist');
  expect(await next.query("SELECT FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]);
});
