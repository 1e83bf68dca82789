import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { PreviousInput } from '@helm-charts/check';
import { renderProfile } from '@helm-charts/engine';
import { Failure } from '@helm-charts/types';
import type { Place } from './place.ts';
import { chartsOf, readChart } from './subject.ts';

/** What a chart or a profile was in the release before this one. */
export type Previous = PreviousInput;

/**
 * Reads a chart, or renders a profile into `dist/previous`, as it is in another working tree of the same repository.
 * Undefined where there was none yet. Throws a Failure (2) if the tree is none, or its profile cannot be rendered.
 */
export const readPrevious = async (
  { workspace, root, name, kind }: Place,
  tree: string,
  signal?: AbortSignal,
): Promise<Previous | undefined> => {
  const shown = relative(workspace, tree);
  if (!existsSync(join(tree, 'charts'))) {
    throw failure(shown, 'there are no charts here; give the working tree of the release before');
  }
  const directory = join(tree, root);
  if (!existsSync(directory)) return undefined;
  if (kind === 'chart') return { objects: [], charts: [readChart(directory, tree)] };
  const rendered = await renderProfile({
    profileDir: directory,
    workspaceRoot: tree,
    signal,
    out: join(workspace, 'dist/previous', name),
  });
  if (rendered.failures.length > 0) {
    const message = `${rendered.failures.length} of its releases can't be rendered; run "helm-charts render ${root}" there to see why`;
    throw failure(join(shown, root), message);
  }
  const { cluster } = rendered;
  return { objects: cluster.objects, charts: chartsOf(cluster, tree) };
};

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'previous', severity: 'error', where, message }]);
