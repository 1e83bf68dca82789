import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { PreviousInput } from '@helm-charts/check';
import { openEngine } from '@helm-charts/engine';
import type { Checked, Finding } from '@helm-charts/types';
import { cacheFolder } from './cache-folder.ts';
import { engineOptions } from './engine.ts';
import { treeInput } from './input.ts';
import type { Place } from './place.ts';
import type { RenderOptions } from './render.ts';
import { simulate } from './simulate.ts';
import { chartsOf, readChart } from './subject.ts';

/** A chart or a profile in the previous release. */
export type Previous = PreviousInput;

/** The previous release, if the caller has named it. */
export const previousOf = async (
  place: Place,
  options: RenderOptions,
): Promise<Checked<{ readonly previous?: Previous }>> => {
  const { previous: tree } = options;
  if (tree === undefined) return { value: {}, findings: [] };
  const { value, findings } = await readPrevious(place, tree, options);
  return findings.length > 0
    ? { findings }
    : { value: value === undefined ? {} : { previous: value }, findings };
};

/**
 * Reads a chart, or renders a profile into `dist/previous`, from another working tree of the same repository. The value
 * is undefined if it did not exist there. Findings report that the tree is not a working tree, or that its profile
 * cannot be rendered.
 */
const readPrevious = async (
  { workspace, root, name, kind }: Place,
  tree: string,
  options: RenderOptions,
): Promise<Checked<Previous>> => {
  const shown = relative(workspace, tree);
  if (!existsSync(join(tree, 'charts'))) {
    return refusal(
      shown,
      'the directory contains no charts',
      'pass a working tree of the previous release',
    );
  }
  const directory = join(tree, root);
  if (!existsSync(directory)) return { findings: [] };
  if (kind === 'chart') {
    return { value: { objects: [], charts: [readChart(directory, tree)] }, findings: [] };
  }
  const { value: choice, findings } = await engineOptions(workspace, options);
  if (choice === undefined) return { findings };
  const { clusters, isWhole } = await simulate(
    treeInput({ workspaceRoot: tree, directory, out: join(workspace, 'dist/previous', name) }),
    openEngine({
      workspaceRoot: tree,
      signal: options.signal,
      cache: cacheFolder(tree),
      ...choice,
    }),
  );
  if (!isWhole) {
    const fix = `run "helm-charts render ${root}" there to see why`;
    return refusal(join(shown, root), 'not all of its releases can be rendered', fix);
  }
  const value = {
    objects: clusters.flatMap(({ objects }) => objects),
    charts: clusters.flatMap((cluster) => chartsOf(cluster, tree)),
  };
  return { value, findings: [] };
};

const refusal = (
  input: string,
  message: string,
  fix: string,
): { readonly findings: Finding[] } => ({
  findings: [{ rule: 'previous', severity: 'error', input, message, fix }],
});
