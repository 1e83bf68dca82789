import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@helm-charts/testing/eventually';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { startAppliance } from '../testing/fixture.ts';
import { installation, installed } from '../testing/installation.ts';
import { considerate, initialize, makeVolume, usable, usableAnswer } from '../testing/volume.ts';

test.concurrent('the next run recovers from an initialization of Postgres that is killed at one of ten moments', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const folder = await considerate(volume);
  const begin = performance.now();
  expect((await initialize(volume, { path: [folder] })).code).toBe(0);
  const duration = performance.now() - begin;
  await rm(volume.data, { recursive: true });
  for (let number = 1; number <= 10; number += 1) {
    const moment = momentOf(number, duration);
    const run = await volume.run({ path: [folder] });
    await sleep(moment);
    run.kill('all');
    await run.ended;
    expect([[], ['data.tmp'], ['data']]).toContainEqual(await volume.made());
    // Every other run is recovered at once, the others after the next kill.
    if (number % 2 === 0) {
      const { code, lines } = await initialize(volume, { path: [folder] });
      expect([moment, code, lines]).toEqual([moment, 0, lines]);
    }
    if ((await volume.made()).includes('data')) {
      expect([moment, await volume.ask(usable)]).toEqual([moment, usableAnswer]);
      await rm(volume.data, { recursive: true });
    }
  }
}, 300_000);

test.concurrent('bootstrap and wait-for-bootstrap wait for a Postgres that starts after a minute', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  // Asking ten times a second would slow the other tests down.
  const retry = { BOOTSTRAP_WAIT_RETRY_SECONDS: '2' };
  const { release, contents } = installation(appliance, { environment: retry });
  const { DB_NAME_SERVER, DB_USER_SERVER } = release.environment;
  await appliance.postgres.kill();
  const wait = await appliance.waitForBootstrap({ DB_NAME_SERVER, DB_USER_SERVER, ...retry });
  const run = await appliance.bootstrap(release);
  await sleep(60_000);
  for (const { lines } of [wait, run]) {
    await eventually(
      () => lines().at(-1),
      expect.stringMatching(/^waiting for .*(Connection refused|ECONNREFUSED)/),
    );
  }
  await appliance.postgres.restart();
  expect((await run.ended).code).toBe(0);
  expect((await wait.ended).code).toBe(0);
  expect(await contents()).toEqual(installed);
}, 300_000);

/** A moment of what takes so long; those of the first numbers lie as far from each other as they can, however many they are. */
const momentOf = (number: number, duration: number): number =>
  Math.round(((number * goldenRatio) % 1) * duration);

const goldenRatio = (1 + Math.sqrt(5)) / 2;
