import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stateOf } from '../../packages/engine/src/state.ts';
import { type Program, programFolder, readProgram } from './program.ts';

/**
 * Opens the program that was built from the sources of a repository (absolute) as they are, or builds it; undefined if that
 * fails, if another process builds it, or if somebody works on the sources: then a build takes longer than it saves.
 */
export const openProgram = (root: string): Program | undefined => {
  const program = readProgram(root);
  if (program !== undefined || lastChange(root) > Date.now() - pause) return program;
  const lock = join(programFolder(root), 'building');
  if (!take(lock)) return undefined;
  try {
    const build = join(import.meta.dirname, 'build.ts');
    spawnSync(process.execPath, [build, root], { stdio: 'ignore', timeout: pause });
    return readProgram(root);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
};

/** In milliseconds: how long nobody has changed a source, and the longest time of a build. */
const pause = 60_000;

/** Whether no other process builds. One that was killed has left its folder. */
const take = (lock: string): boolean => {
  const { kind, changed } = stateOf(lock);
  if (kind !== 'none' && changed > Date.now() - 2 * pause) return false;
  try {
    rmSync(lock, { recursive: true, force: true });
    mkdirSync(join(lock, '..'), { recursive: true });
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
};

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
