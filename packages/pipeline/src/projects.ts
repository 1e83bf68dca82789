import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configFile } from './roots.ts';

/**
 * The root of the workspace that contains a directory: the nearest parent with a `helm-charts.config.ts`, else the
 * nearest with charts/ and a package.json, else the nearest that is itself a chart or profile; undefined if there is
 * none.
 */
export const findWorkspace = (from: string): string | undefined =>
  nearest(from, [configFile]) ??
  nearest(from, ['charts', 'package.json']) ??
  nearest(from, ['src/chart.ts']) ??
  nearest(from, ['src/profile.ts']);

/** The nearest parent directory that has all these files. */
const nearest = (from: string, names: readonly string[]): string | undefined => {
  if (names.every((name) => existsSync(join(from, name)))) return from;
  const parent = dirname(from);
  return parent === from ? undefined : nearest(parent, names);
};

/** The root of the Git repository that contains a directory, or the directory itself if there is none. */
export const findRepository = (from: string): string => {
  const isRoot = (directory: string): boolean => existsSync(join(directory, '.git'));
  const above = (directory: string): string | undefined => {
    if (isRoot(directory)) return directory;
    const parent = dirname(directory);
    return parent === directory ? undefined : above(parent);
  };
  return above(from) ?? from;
};
