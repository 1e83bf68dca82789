import { relative } from 'node:path';
import type { Build, Manifest } from '@helm-charts/types';
import { artifactOf } from '../sources/artifact.ts';
import type { Origin } from '../sources/origin.ts';
import { finishBuilds } from './finish-builds.ts';
import type { BuildResult } from './layer.ts';
import { begin, keyOf, missingBuilds, next, type Progress } from './progress.ts';
import type { Step } from './step.ts';
import type { BuiltTree, Tree } from './tree.ts';

/** A tree as far as it is built. It is whole once it needs nothing more. */
export interface Plan extends BuiltTree {
  /** The builds that `advance` takes the results of. */
  readonly needs: readonly Build[];
  readonly progress: Progress;
}

/**
 * Plans the build of a tree: its root, and every Flux Kustomization of the source that holds the
 * workspace, which is that of the Kustomization that applies the root, or every GitRepository if
 * none does. One whose variables come from another is built after it. What is suspended, comes from
 * elsewhere or can't be built is a finding.
 */
export const plan = (tree: Tree): Plan => {
  const { repository, directory, files } = tree;
  const context = {
    workspaceRoot: repository,
    files,
    isIgnored: artifactOf(repository, files),
  };
  const root: Step = {
    path: relative(repository, directory),
    appliedBy: undefined,
    within: [],
  };
  return proceed(tree, {
    context,
    layers: [],
    findings: [],
    isWhole: true,
    home: undefined,
    followed: new Set(),
    running: [begin(root, context)],
    waiting: [],
    results: new Map(),
  });
};

/** Takes the results of the builds that a plan needs, in their order, as far as the next ones. */
export const advance = (
  { needs, progress, ...tree }: Plan,
  results: readonly BuildResult[],
): Plan => {
  const more = needs.flatMap((build, index): [string, BuildResult][] => {
    const result = results[index];
    return result === undefined ? [] : [[keyOf(build), result]];
  });
  return proceed(tree, { ...progress, results: new Map([...progress.results, ...more]) });
};

const proceed = ({ repository, directory, files }: Tree, from: Progress): Plan => {
  let progress = from;
  let needs = missingBuilds(progress);
  while (needs.length === 0 && progress.running.length > 0) {
    progress = next(finishBuilds(progress));
    needs = missingBuilds(progress);
  }
  const { layers, findings, isWhole, home } = progress;
  const origins = new Map(
    layers.flatMap(({ documents }) =>
      documents.map(({ manifest, origin }): [Manifest, Origin] => [manifest, origin]),
    ),
  );
  return {
    repository,
    directory,
    files,
    layers,
    findings,
    isWhole,
    home,
    locate: (manifest) => origins.get(manifest),
    needs,
    progress,
  };
};
