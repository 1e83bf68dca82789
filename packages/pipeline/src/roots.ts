import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** The name of the configuration, at the root of a workspace. */
export const configFile = 'helm-charts.config.ts';

/** The charts of a workspace: directories relative to it, `''` for its root. */
export const chartRoots = (
  workspace: string,
  { charts = ['.', 'charts/*'] }: Pick<Config, 'charts'>,
): readonly string[] => directoriesOf(workspace, charts, 'src/chart.ts');

/** The profiles of a workspace: directories relative to it, `''` for its root. */
export const profileRoots = (
  workspace: string,
  { profiles = ['.', 'flux-profiles/*'] }: Pick<Config, 'profiles'>,
): readonly string[] => directoriesOf(workspace, profiles, 'src/profile.ts');

const directoriesOf = (
  workspace: string,
  patterns: readonly string[],
  source: string,
): readonly string[] => {
  const folders = patterns.flatMap((pattern) => {
    const parts = pattern.split('/').filter((part) => part !== '.' && part !== '');
    return parts.at(-1) === '*'
      ? foldersIn(workspace, parts.slice(0, -1).join('/'))
      : [parts.join('/')];
  });
  return [...new Set(folders)].filter((folder) => existsSync(join(workspace, folder, source)));
};

const foldersIn = (workspace: string, parent: string): readonly string[] => {
  if (!existsSync(join(workspace, parent))) return [];
  return readdirSync(join(workspace, parent))
    .toSorted()
    .map((name) => (parent === '' ? name : `${parent}/${name}`));
};
