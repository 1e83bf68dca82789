import { expect, test } from 'vitest';
import { orSkip } from '../../../../tools/servers/missing.ts';
import { bootstrap, startAppliance } from './fixture.ts';
import { installation, installed } from './installation.ts';
import { makeShims } from './shims.ts';

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

test('a run that is killed before any of its programs is mended by the next', async (context) => {
  const halves = Promise.all([killBefore(1, 2), killBefore(2, 2)]);
  const [programs] = await orSkip(context, halves);
  expect(programs).toBeGreaterThan(15);
}, 120_000);
