import { relative } from 'node:path';
import type { Build, Manifest } from '@helm-charts/types';
import { artifactOf } from '../sources/artifact.ts';
import type { Origin } from '../sources/origin.ts';
import { remotesOf } from '../sources/remotes.ts';
import { finishBuilds, followLate } from './finish-builds.ts';
import type { BuildResult } from './layer.ts';
import { begin, keyOf, missingBuilds, next, type Progress, sourcesIn } from './progress.ts';
import type { Step } from './step.ts';
import type { BuiltTree, Tree } from './tree.ts';

/** A partly built tree. It is complete once it needs no more builds. */
export interface Plan extends BuiltTree {
  /** The builds whose results `advance` needs. */
  readonly needs: readonly Build[];
  readonly progress: Progress;
}

/**
 * Plans the build of a tree: its root, and every Flux Kustomization whose source contains the
 * workspace (sources/homes.ts). A Kustomization whose variables come from another one is built after it. A
 * Kustomization that is suspended, has another source or can't be built is a finding.
 */
export const plan = (tree: Tree): Plan => {
  const { repository, directory, files, declaredSources = {}, assumptions = {} } = tree;
  const { copyOf = () => undefined } = tree;
  const context = {
    workspaceRoot: repository,
    files,
    isIgnored: artifactOf(repository, files),
    declared: declaredSources,
    assumptions,
    remotes: remotesOf(repository, files),
    copyOf,
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
    self: undefined,
    unfollowed: [],
    followed: new Set(),
    running: [begin(root, context)],
    waiting: [],
    results: new Map(),
  });
};

/**
 * Continues a plan with the results of the builds that it needs, in their order, until it needs
 * more builds.
 */
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

const proceed = ({ repository, directory, files, assumptions }: Tree, from: Progress): Plan => {
  let progress = from;
  let needs = missingBuilds(progress);
  while (needs.length === 0 && progress.running.length > 0) {
    progress = next(followLate(finishBuilds(progress)));
    needs = missingBuilds(progress);
  }
  const { layers, findings, isWhole } = progress;
  const origins = new Map(
    layers.flatMap(({ documents }) =>
      documents.map(({ manifest, origin }): [Manifest, Origin] => [manifest, origin]),
    ),
  );
  return {
    repository,
    directory,
    files,
    assumptions,
    layers,
    findings,
    isWhole,
    sources: sourcesIn(progress),
    locate: (manifest) => origins.get(manifest),
    needs,
    progress,
  };
};
