import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { bootstrap, type Release, startAppliance } from '../testing/fixture.ts';
import { installation, installed } from '../testing/installation.ts';
import { slow } from '../testing/project.ts';
import { makeShims } from '../testing/shims.ts';
import { considerate, initialize, makeVolume, usable, usableAnswer } from '../testing/volume.ts';

/** Kills a run before each program with a number from `first` on, in steps, and runs the next to its end. The answer is how many there are. */
const killBefore = async (first: number, step: number): Promise<number> => {
  await using appliance = await startAppliance();
  const shims = (killBefore: number) =>
    makeShims(appliance.folder, { programs: ['psql', 'npx'], killBefore });
  let programs = 0;
  // The first makes the roles, too, that all installations share.
  for (const all of [await shims(0), await shims(0)]) {
    const whole = installation(appliance, { path: [all.folder] });
    expect((await bootstrap(appliance, whole.release)).code).toBe(0);
    await whole.remove();
    programs = await all.count();
  }
  for (let program = first; program <= programs; program += step) {
    const { folder } = await shims(program);
    const cut = installation(appliance);
    const killed = await bootstrap(appliance, { ...cut.release, path: [folder] });
    expect([program, killed.code]).toEqual([program, null]);
    const { code, lines } = await bootstrap(appliance, cut.release);
    expect([program, code, lines]).toEqual([program, 0, lines]);
    expect([program, await cut.contents()]).toEqual([program, installed]);
    await cut.remove();
  }
  return programs;
};

test.concurrent('a run that is killed before any of its programs is mended by the next', async (context) => {
  const halves = Promise.all([killBefore(1, 2), killBefore(2, 2)]);
  const [programs] = await orSkip(context, halves);
  expect(programs).toBeGreaterThan(15);
}, 300_000);

/** Kills as many runs, each at some moment of it, and after each lets the next run to its end; on a Postgres of its own. */
const killAtRandom = async (times: number, release: Release): Promise<void> => {
  await using appliance = await startAppliance();
  let duration = 2000;
  for (let killed = 0; killed < times; ) {
    const cut = installation(appliance, release);
    // As a container ends, all at once, or only the script, whose children then go on for a while.
    const whom = killed % 3 === 0 ? 'script' : 'all';
    const moment = Math.round(Math.random() * duration);
    const begin = performance.now();
    const run = await appliance.bootstrap(cut.release);
    const whole = run.ended.then(() => performance.now() - begin);
    await sleep(moment);
    run.kill(whom);
    const { code, lines } = await bootstrap(appliance, cut.release);
    const how = { whom, moment, before: run.lines(), lines };
    expect({ ...how, code }).toEqual({ ...how, code: 0 });
    expect({ ...how, contents: await cut.contents() }).toEqual({ ...how, contents: installed });
    // One that ended by itself says how long they take, and does not count.
    if ((await run.ended).code === null) killed += 1;
    else duration = await whole;
    await cut.remove();
  }
};

test.concurrent('a run that is killed at any of 50 moments is mended by the next', async (context) => {
  const release = { project: slow(0.01) };
  const halves = Promise.all([killAtRandom(25, release), killAtRandom(25, release)]);
  await orSkip(context, halves);
}, 300_000);

test.concurrent('so is one with the genuine knex', async (context) => {
  await orSkip(context, killAtRandom(4, { project: slow(0.01), knex: true }));
}, 300_000);

/** Kills as many runs, each at some moment of it, and lets the next go on; on a volume of its own. */
const killInitialization = async (times: number): Promise<void> => {
  await using volume = await makeVolume();
  const folder = await considerate(volume);
  let duration = 2000;
  for (let killed = 0; killed < times; ) {
    const moment = Math.round(Math.random() * duration);
    const begin = performance.now();
    const run = await volume.run({ path: [folder] });
    const whole = run.ended.then(() => performance.now() - begin);
    await sleep(moment);
    run.kill('all');
    // One that ended by itself says how long they take, and does not count.
    if ((await run.ended).code === null) killed += 1;
    else duration = await whole;
    const left = await volume.made();
    expect([[], ['data.tmp'], ['data']]).toContainEqual(left);
    // Every other one is mended at once, the others when the next one is killed, too.
    if (killed % 2 === 0) {
      const { code, lines } = await initialize(volume, { path: [folder] });
      expect([moment, code, lines]).toEqual([moment, 0, lines]);
    }
    if ((await volume.made()).includes('data')) {
      expect([moment, await volume.ask(usable)]).toEqual([moment, usableAnswer]);
      await rm(volume.data, { recursive: true });
    }
  }
};

test.concurrent('a Postgres whose initialization is killed at any of 20 moments is made by the next run', async (context) => {
  await orSkip(context, Promise.all([killInitialization(10), killInitialization(10)]));
}, 180_000);

// Beside the tests that take longest, so that this minute costs nothing.
test.concurrent('a Postgres that appears after a minute is waited for, by the bootstrap and by the gate', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  // Whoever asks ten times a second takes the time of the others.
  const retry = { BOOTSTRAP_WAIT_RETRY_SECONDS: '2' };
  const { release, contents } = installation(appliance, { environment: retry });
  const { DB_NAME_SERVER, DB_USER_SERVER } = release.environment;
  await appliance.postgres.kill();
  const gate = await appliance.gate({ DB_NAME_SERVER, DB_USER_SERVER, ...retry });
  const run = await appliance.bootstrap(release);
  await sleep(60_000);
  for (const { lines } of [gate, run]) {
    expect(lines().at(-1)).toMatch(/^waiting for .*Connection refused/);
  }
  await appliance.postgres.restart();
  expect((await run.ended).code).toBe(0);
  expect((await gate.ended).code).toBe(0);
  expect(await contents()).toEqual(installed);
}, 300_000);
