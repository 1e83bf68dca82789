import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { expect, test } from 'vitest';
import { startAppliance } from '../testing/appliance.ts';

test('without a terminal the lines that change are printed, and the cluster may be away for a while', async () => {
  await using appliance = await startAppliance();
  const { server, folder, run } = appliance;
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  await run(['bootstrap', '--url', 'https://git.site/a.git', ...flux]);
  const stop = new AbortController();
  const printed: string[] = [];
  const said: string[] = [];
  const running = run(['status', '--watch'], {
    print: (text) => void printed.push(text),
    say: (text) => void said.push(text),
    signal: stop.signal,
  });
  await eventually(() => printed.join('').split('\n').length, 13);
  const first = printed.join('');
  expect(first).toBe((await run(['status'])).output);
  server.remove('PersistentVolumeClaim apps/db-data');
  server.remove('Secret apps/web');
  await eventually(() => printed.join('').slice(first.length).split('\n').length, 3);
  await server.pause();
  await eventually(() => said.join(''), expect.stringContaining("the cluster can't be reached"));
  await server.resume();
  await eventually(() => said.join(''), expect.stringContaining('the cluster answers again'));
  stop.abort();
  expect((await running).exitCode).toBe(130);
  expect(printed.join('').slice(first.length)).toMatchInlineSnapshot(`
    "Secret apps/web                              missing      it does not exist; run "alga-appliance bootstrap"
    PersistentVolumeClaim apps/db-data  is gone
    "
  `);
  expect(said.filter((text) => text !== '')).toHaveLength(2);
});

test('a cluster that cannot be reached at the start ends it', async () => {
  await using appliance = await startAppliance();
  await appliance.server.pause();
  const { exitCode, said } = await appliance.run(['status', '--watch']);
  expect([exitCode, said]).toEqual([3, expect.stringContaining('nothing listens there')]);
});
