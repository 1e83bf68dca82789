import { relative, resolve } from 'node:path';
import { chartRoots, loadConfig, profileRoots } from '@helm-charts/pipeline';
import type { Checked } from '@helm-charts/types';

/** The absolute path of a file that an option names. */
export const fileIn = (from: string, file: string | undefined): string | undefined =>
  file === undefined ? undefined : resolve(from, file);

/** The directories that are named, or all charts and profiles. Only charts can be linted, or have versions. */
export const rootsOf = async (
  { command, directories }: { readonly command: string; readonly directories: readonly string[] },
  workspace: string,
  from: string,
): Promise<Checked<readonly string[]>> => {
  if (directories.length > 0) {
    const value = directories.map((directory) => relative(workspace, resolve(from, directory)));
    return { value, findings: [] };
  }
  const { value: config, findings } = await loadConfig(workspace);
  if (config === undefined) return { findings };
  const charts = command === 'fetch' ? [] : chartRoots(workspace, config);
  const profiles = ['lint', 'versions'].includes(command) ? [] : profileRoots(workspace, config);
  return { value: [...charts, ...profiles], findings };
};
