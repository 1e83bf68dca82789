import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { missing } from './missing.ts';

/** Programs that a folder of tools/ builds from Go modules. */
export type Programs = 'temporal' | 'cluster';

/** The folder of the programs that tools/<name>/build.sh has made. Throws a Failure with exit code 3 that names it where there is none. */
export const findPrograms = (name: Programs): string => {
  const find = join(workspaceRoot, 'tools', name, 'find.sh');
  try {
    return execFileSync('/bin/sh', [find], { encoding: 'utf8' }).trim();
  } catch {
    const mend = `Its programs are not built; run \`sh tools/${name}/build.sh\`.`;
    throw missing(name, mend);
  }
};
