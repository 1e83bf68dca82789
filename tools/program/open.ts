import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stateOf } from '../../packages/engine/src/state.ts';
import { type Program, readProgram } from './program.ts';

/**
 * Opens the program that was built from the sources as they are, or builds it; undefined if that fails, or if somebody works
 * on the sources: a build would take longer than it saves.
 */
export const openProgram = (root: string): Program | undefined => {
  const program = readProgram(root);
  if (program !== undefined || lastChange(root) > Date.now() - pause) return program;
  const build = [...process.execArgv, join(import.meta.dirname, 'build.ts'), root];
  spawnSync(process.execPath, build, { stdio: 'ignore' });
  return readProgram(root);
};

/** In milliseconds. */
const pause = 60_000;

/** When a source was last changed, in milliseconds since 1970. */
const lastChange = (root: string): number => {
  const packages = join(root, 'packages');
  return readdirSync(packages)
    .map((name) => join(packages, name, 'src'))
    .filter((folder) => stateOf(folder).kind === 'directory')
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .reduce((last, path) => Math.max(last, stateOf(path).changed), 0);
};
