import { resolve } from 'node:path';
import { groupBy } from '@helm-charts/types';
import type { Importers } from './imports.ts';

/** The files of a compilation, with absolute paths and without those of installed packages. */
export interface ProgramFiles {
  readonly all: readonly string[];
  /** A source and the files that it imports, directly or through others. */
  readonly importedBy: (source: string) => readonly string[];
}

/**
 * Parses what the compiler prints with `--explainFiles` in a directory: the path of each file and, indented below it, why the file is part
 * of the compilation. A file without an importer, for instance one of `types` in tsconfig.json, counts as imported by each of the sources.
 */
export const readProgramFiles = (
  output: string,
  directory: string,
  sources: readonly string[],
): ProgramFiles => {
  const importers = new Map<string, string[]>();
  let file: string | undefined;
  for (const line of output.split('\n')) {
    if (/^\s/.test(line)) {
      const [, importer] = / from file '(.+?)'(?:$| with | to )/.exec(line) ?? [];
      if (file !== undefined && importer !== undefined)
        importers.get(file)?.push(resolve(directory, importer));
    } else if (line === '' || /\berror TS\d+: /.test(line)) file = undefined;
    else {
      file = resolve(directory, line);
      importers.set(file, []);
    }
  }
  return programFiles(importers, sources);
};

/** The files of a compilation by those that import them. All paths are absolute. */
export const programFiles = (importers: Importers, sources: readonly string[]): ProgramFiles => {
  const all = [...importers.keys()].filter(isOwn);
  const imports = importsOf(importers);
  const isShared = (path: string): boolean =>
    importers.get(path)?.length === 0 && !sources.includes(path);
  return {
    all,
    importedBy: (source) =>
      importers.has(source)
        ? [...reached([source, ...all.filter(isShared)], imports)].filter(isOwn)
        : all,
  };
};

/** Whether a file is not one of an installed package. */
export const isOwn = (path: string): boolean => !/[\\/]node_modules[\\/]/.test(path);

/** The files that a file imports. */
type Imports = ReadonlyMap<string, readonly Import[]>;

type Import = readonly [importer: string, imported: string];

const importsOf = (importers: Importers): Imports => {
  const all = [...importers].flatMap(([imported, some]) =>
    some.map((importer): Import => [importer, imported]),
  );
  return groupBy(all, ([importer]) => importer);
};

const reached = (from: readonly string[], imports: Imports): ReadonlySet<string> => {
  const found = new Set(from);
  // The loop also visits what is added meanwhile.
  for (const path of found) for (const [, imported] of imports.get(path) ?? []) found.add(imported);
  return found;
};
