import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The root of the workspace that a directory lies in: the nearest one with charts/ and schemas/; undefined where there is none. */
export const findWorkspace = (from: string): string | undefined => {
  if (['charts', 'schemas', 'package.json'].every((name) => existsSync(join(from, name))))
    return from;
  const parent = dirname(from);
  return parent === from ? undefined : findWorkspace(parent);
};

/** The root of the Git repository that a directory lies in, or the directory itself where there is none. */
export const findRepository = (from: string): string => {
  const isRoot = (directory: string): boolean => existsSync(join(directory, '.git'));
  const above = (directory: string): string | undefined => {
    if (isRoot(directory)) return directory;
    const parent = dirname(directory);
    return parent === directory ? undefined : above(parent);
  };
  return above(from) ?? from;
};

/** The directories of charts and profiles, relative to the workspace: those that are named, or all. */
export const projectRoots = (
  workspace: string,
  named: readonly string[] = [],
  from: string = workspace,
): readonly string[] => {
  if (named.length > 0) return named.map((name) => relative(workspace, resolve(from, name)));
  return [
    ['charts', 'src/chart.ts'],
    ['flux-profiles', 'src/profile.ts'],
  ].flatMap(([folder = '', source = '']) => {
    if (!existsSync(join(workspace, folder))) return [];
    return readdirSync(join(workspace, folder))
      .toSorted()
      .map((name) => `${folder}/${name}`)
      .filter((root) => existsSync(join(workspace, root, source)));
  });
};
