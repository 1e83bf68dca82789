import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { PreviousInput } from '@helm-charts/check';
import { openEngine } from '@helm-charts/engine';
import { Failure } from '@helm-charts/types';
import { treeInput } from './input.ts';
import { simulate } from './inspect.ts';
import type { Place } from './place.ts';
import type { RenderOptions } from './render.ts';
import { chartsOf, readChart } from './subject.ts';

/** What a chart or a profile was in the release before this one. */
export type Previous = PreviousInput;

/** The release before this one, where the caller has named it. Throws what `readPrevious` throws. */
export const previousOf = async (
  place: Place,
  { previous: tree, signal }: RenderOptions,
): Promise<{ readonly previous?: Previous }> => {
  const previous = tree === undefined ? undefined : await readPrevious(place, tree, signal);
  return previous === undefined ? {} : { previous };
};

/**
 * Reads a chart, or renders a profile into `dist/previous`, as it is in another working tree of the same repository.
 * Undefined where there was none yet. Throws a Failure (2) if the tree is none, or its profile cannot be rendered.
 */
const readPrevious = async (
  { workspace, root, name, kind }: Place,
  tree: string,
  signal?: AbortSignal,
): Promise<Previous | undefined> => {
  const shown = relative(workspace, tree);
  if (!existsSync(join(tree, 'charts'))) {
    throw failure(shown, 'there are no charts here', 'give the working tree of the release before');
  }
  const directory = join(tree, root);
  if (!existsSync(directory)) return undefined;
  if (kind === 'chart') return { objects: [], charts: [readChart(directory, tree)] };
  const { clusters, isWhole } = await simulate(
    treeInput({ workspaceRoot: tree, directory, out: join(workspace, 'dist/previous', name) }),
    openEngine({ workspaceRoot: tree, signal }),
  );
  if (!isWhole) {
    const fix = `run "helm-charts render ${root}" there to see why`;
    throw failure(join(shown, root), 'not all of its releases can be rendered', fix);
  }
  return {
    objects: clusters.flatMap(({ objects }) => objects),
    charts: clusters.flatMap((cluster) => chartsOf(cluster, tree)),
  };
};

const failure = (input: string, message: string, fix: string): Failure =>
  new Failure(2, [{ rule: 'previous', severity: 'error', input, message, fix }]);
