import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { median, run } from './time.ts';

/** The folder of this repository. */
export const workspace: string = resolve(import.meta.dirname, '../..');

/** What a program beside this one prints as JSON. */
export const printed = <T>(program: string, ...args: readonly string[]): T =>
  JSON.parse(run('node', [resolve(import.meta.dirname, program), ...args], workspace).output) as T;

/** The median of the seconds that such a program prints. */
export const secondsOf = (program: string, ...args: readonly string[]): number =>
  median(() => printed<{ readonly seconds: number }>(program, ...args).seconds);

/** After this no run, no render and no validation result of a workspace is cached, but for the cache of Nx. */
export const forget = (workspace: string): void => {
  for (const name of ['renders', 'runs', 'verdicts'])
    rmSync(join(workspace, 'node_modules/.cache/helm-charts', name), {
      recursive: true,
      force: true,
    });
};
