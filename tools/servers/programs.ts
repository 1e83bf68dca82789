import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { missing } from './missing.ts';

/** Programs that a folder of tools/ builds from Go modules. */
export type Programs = 'temporal' | 'cluster';

/** The folder of the programs that tools/<name>/build.sh has made. Throws a Failure with exit code 3 that names it where there is none. */
export const findPrograms = (name: Programs): string => {
  const find = fileURLToPath(new URL(`../${name}/find.sh`, import.meta.url));
  try {
    return execFileSync('/bin/sh', [find], { encoding: 'utf8' }).trim();
  } catch {
    const mend = `Its programs are not built; run \`sh tools/${name}/build.sh\`.`;
    throw missing(name, mend);
  }
};
