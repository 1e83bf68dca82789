import { eventually } from '@helm-charts/testing/eventually';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';
import { startClient } from './testing/client.ts';
import { startDatabase } from './testing/database.ts';
import { startPool } from './testing/pool.ts';
import { render } from './testing/render.ts';

test.concurrent.for([
  { outage: 'ends', signal: 'SIGINT' },
  { outage: 'crashes', signal: 'SIGKILL' },
] as const)(
  'clients of both pools reconnect after Postgres $outage and restarts',
  async ({ signal }, context) => {
    await using database = await orSkip(context, startDatabase());
    // Fewer connections than clients, so that some of them wait for one when it happens.
    const pools = { transaction: { size: 2 }, session: { size: 2 } };
    const manifests = await render({ ...scenarios.appliance, pools });
    // Goes after the pool, whose end is also the end of a client that waits in vain.
    await using stack = new AsyncDisposableStack();
    await using pool = await orSkip(context, startPool(manifests, database));
    const clients = (['app_user', 'app_user_pgbouncer'] as const).flatMap((role) =>
      Array.from({ length: 6 }, () => stack.use(startClient(() => pool.connect(role)))),
    );
    const allAnswered = () => Promise.all(clients.map(({ answered }) => answered()));
    await allAnswered();

    process.kill(database.postgres.pid, signal);
    // Now it waits before it tries again, as long as the configuration says.
    const hasFailed = () =>
      pool.pgbouncer.warnings().some((line) => line.includes('connect failed'));
    await eventually(hasFailed, true);
    await database.postgres.restart();
    await allAnswered();
    // Each client that lost its connection got an error at once.
    const failures = clients.flatMap(({ failures }) => failures());
    expect(failures).not.toEqual([]);
    expect(failures.filter((message) => /timeout/.test(message))).toEqual([]);
  },
);
