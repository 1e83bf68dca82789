import { type Moment, orSkip, startPostgresProxy } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { bootstrap, startAppliance } from '../testing/fixture.ts';
import { beginRotation } from '../testing/rotation.ts';
import type { Run } from '../testing/run.ts';

test('a bootstrap that is killed while it changes a password leaves one in the Secret that works, and the next run continues', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  let { passwords }: { readonly passwords: Readonly<Record<string, string>> } = appliance;

  // Undisturbed, to know the statements.
  const moments: Moment[] = [];
  {
    const rotation = await beginRotation(appliance, passwords);
    await using proxy = await startPostgresProxy(appliance.postgres);
    await bootstrap(appliance, { environment: { DB_PORT: String(proxy.port) } });
    for (const [index, statement] of proxy.statements().entries()) {
      if (!/ALTER ROLE/.test(statement)) continue;
      for (const when of ['before', 'during', 'after'] as const) {
        moments.push({ statement: index + 1, when });
      }
    }
    await rotation.end();
    passwords = { ...passwords, ...rotation.passwords };
  }
  expect(moments).toHaveLength(12);

  for (const moment of moments) {
    const rotation = await beginRotation(appliance, passwords);
    let run: Run | undefined;
    {
      const stop = () => run?.kill();
      await using proxy = await startPostgresProxy(appliance.postgres, { moment, stop });
      run = await appliance.bootstrap({ environment: { DB_PORT: String(proxy.port) } });
      expect([moment, (await run.ended).code]).toEqual([moment, null]);
    }
    expect([moment, await rotation.superuserPasswords()]).toEqual([moment, 1]);
    await rotation.end();
    passwords = { ...passwords, ...rotation.passwords };
  }
}, 600_000);
