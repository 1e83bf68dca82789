import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { bootstrap, startAppliance } from '../testing/fixture.ts';
import { hold } from '../testing/hold.ts';
import { installation } from '../testing/installation.ts';
import { killAndMend, killAtMoments } from '../testing/kill.ts';
import { slow } from '../testing/project.ts';
import { makeShims } from '../testing/shims.ts';

/** Kills a run before each program with a number from `first` on, in steps. The answer is how many there are. */
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
    await killAndMend(appliance, { killed: { path: [folder] } }, async ({ ended }) => {
      const { code } = await ended;
      expect([program, code]).toEqual([program, null]);
      return { program };
    });
  }
  return programs;
};

test.concurrent('the next run recovers from a run that is killed before any of its programs', async (context) => {
  const halves = Promise.all([killBefore(1, 2), killBefore(2, 2)]);
  const [programs] = await orSkip(context, halves);
  expect(programs).toBeGreaterThan(15);
}, 300_000);

test.concurrent.for([
  { step: 'migrations', count: 3 },
  { step: 'seeds', count: 4 },
] as const)(
  'the next run recovers from a run that is killed during any of its $step',
  { timeout: 300_000 },
  async ({ step, count }, context) => {
    await using appliance = await orSkip(context, startAppliance());
    for (let only = 0; only < count; only += 1) {
      // As a container ends, all at once, or only the script, whose children then go on.
      const whom = only % 2 === 0 ? 'all' : 'script';
      const { project, reached, letGo } = hold(appliance, { only });
      await letGo(step === 'seeds' ? 'migrations' : 'seeds');
      await killAndMend(appliance, { killed: { project } }, async (run) => {
        await reached(step);
        run.kill(whom);
        if (whom === 'script') await letGo(step);
        return { only, whom };
      });
    }
  },
);

test.concurrent('the next run recovers from a run that is killed at one of five moments', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await killAtMoments(appliance, [1, 2, 3, 4, 5], { project: slow(0.01) });
}, 300_000);
