import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '@helm-charts/pipeline';
import { airGapFolders, type Checked, type Profile } from '@helm-charts/types';
import { problem } from './problem.ts';

/** The directories of the charts that the air-gapped variant of a profile installs, each once. They come from the lock that was generated with it. */
export const chartRoots = async (
  { workspace, root }: Project,
  { airGap, name }: Profile,
): Promise<Checked<readonly string[]>> => {
  if (airGap === undefined) {
    const message = 'the profile has no air-gapped variant';
    return { findings: [problem(root, message, 'give it the field airGap')] };
  }
  const file = join(root, airGapFolders.root, 'charts.lock.json');
  const locked = parse(await readFile(join(workspace, file), 'utf8').catch(() => ''));
  const urls = Object.values(airGap.charts).map(({ spec }) => spec?.url ?? '');
  const roots = [...new Set(urls)].map((url) => locked.find(({ source }) => source === url)?.path);
  const value = roots.filter((path) => path !== undefined);
  if (value.length === roots.length) return { value: value.toSorted(), findings: [] };
  const message = `it lacks the directory of a chart of ${name}`;
  return { findings: [problem(file, message, `run "helm-charts generate ${root}"`)] };
};

interface Locked {
  readonly source?: string;
  readonly path?: string;
}

const parse = (text: string): readonly Locked[] => {
  try {
    const value: { readonly charts?: unknown } | null = JSON.parse(text);
    return Array.isArray(value?.charts) ? value.charts : [];
  } catch {
    return [];
  }
};
