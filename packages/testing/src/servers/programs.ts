import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { missing } from './missing.ts';

/** The sets of programs that tools/ builds from Go modules. */
export type Programs = 'temporal' | 'cluster';

/**
 * The folder of the programs that tools/<name>/build.sh has built.
 * @throws {Failure} With exit code 3 and the command if they are not built.
 */
export const findPrograms = (name: Programs): string => {
  const find = join(workspaceRoot, 'tools', name, 'find.sh');
  try {
    return execFileSync('/bin/sh', [find], { encoding: 'utf8' }).trim();
  } catch {
    const fix = `Its programs are not built; run \`sh tools/${name}/build.sh\`.`;
    throw missing(name, fix);
  }
};
