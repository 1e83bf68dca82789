import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateOf } from '../../packages/engine/src/state.ts';

/** The command line, built from the sources of this repository into a few files, which Node loads several times faster. */
export interface Program {
  /** The repository (absolute) that it was built in. */
  readonly root: string;
  /** The stamps (see `State`) of the files that it is made of, by path (absolute). */
  readonly stamps: Readonly<Record<string, string>>;
  /** The URLs of its modules by those of the sources that they replace. */
  readonly modules: Readonly<Record<string, string>>;
}

/** The folder of the programs of a repository. */
export const programFolder = (root: string): string =>
  join(root, 'node_modules/.cache/helm-charts-program');

/** The file that says which program is the newest, in the folder of the programs. */
export const newest = 'program.json';

/** Reads the newest program of a repository; undefined if there is none, or one of its files has changed. */
export const readProgram = (root: string): Program | undefined => {
  try {
    const program = JSON.parse(readFileSync(join(programFolder(root), newest), 'utf8')) as Program;
    // Of a copy of the repository it would be the code of the other one.
    if (program.root !== root) return undefined;
    const isFresh = ([path, stamp]: [string, string]) => stateOf(path).stamp === stamp;
    return Object.entries(program.stamps).every(isFresh) ? program : undefined;
  } catch {
    return undefined;
  }
};
