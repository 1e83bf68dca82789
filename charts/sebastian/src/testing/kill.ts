import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Appliance, bootstrap, type Release } from './fixture.ts';
import { installation, installed } from './installation.ts';
import type { Run } from './run.ts';

/** Kills a run of a new installation, lets the next one to its end, and compares what that leaves with what any run has to leave. */
export const killAndMend = async (
  appliance: Appliance,
  { killed, next = {} }: { readonly killed: Release; readonly next?: Release },
  kill: (run: Run) => Promise<unknown>,
): Promise<void> => {
  const { release, contents, remove } = installation(appliance);
  const run = await appliance.bootstrap({ ...killed, ...release });
  const how = await kill(run);
  const { code, lines } = await bootstrap(appliance, { ...next, ...release });
  const all = { how, killed: run.lines(), lines };
  expect({ ...all, code }).toEqual({ ...all, code: 0 });
  expect({ ...all, contents: await contents() }).toEqual({ ...all, contents: installed });
  await run.ended;
  await remove();
};

/** Kills runs at moments that each follow from a number, so that one which is not repaired can be had again. */
export const killAtMoments = async (
  appliance: Appliance,
  numbers: readonly number[],
  release: Release,
): Promise<void> => {
  const whole = installation(appliance, release);
  const begin = performance.now();
  expect((await bootstrap(appliance, whole.release)).code).toBe(0);
  const duration = performance.now() - begin;
  await whole.remove();
  for (const number of numbers) {
    const moment = momentOf(number, duration);
    // As a container ends, all at once, or only the script, whose children then go on for a while.
    const whom = number % 3 === 0 ? 'script' : 'all';
    await killAndMend(appliance, { killed: release, next: release }, async (run) => {
      await sleep(moment);
      run.kill(whom);
      return { number, whom, moment };
    });
  }
};

/** A moment of what takes so long; those of the first numbers lie as far from each other as they can, however many they are. */
export const momentOf = (number: number, duration: number): number =>
  Math.round(((number * goldenRatio) % 1) * duration);

const goldenRatio = (1 + Math.sqrt(5)) / 2;
