import { relative, resolve } from 'node:path';
import { chartRoots, loadConfig, profileRoots } from '@helm-charts/pipeline';
import type { Checked } from '@helm-charts/types';
import { withoutSources } from './without-sources.ts';

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
  const charts = chartRoots(workspace, config);
  const profiles = profileRoots(workspace, config);
  if (command === 'fetch') return { value: profiles, findings };
  if (charts.length + profiles.length === 0) {
    const message = 'this workspace has no chart and no profile in TypeScript';
    const fix = withoutSources(command, from);
    return { findings: [...findings, { rule: 'place', severity: 'error', message, fix }] };
  }
  const isOfCharts = ['lint', 'versions'].includes(command);
  return { value: isOfCharts ? charts : [...charts, ...profiles], findings };
};
