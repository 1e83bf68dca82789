import { relative } from 'node:path';
import type { Build, Expansion, Manifest } from '@helm-charts/types';
import { artifactOf, excludedFrom } from '../sources/artifact.ts';
import type { Origin } from '../sources/origin.ts';
import { remotesOf } from '../sources/remotes.ts';
import { finishBuilds, followLate } from './finish-builds.ts';
import type { BuildResult } from './layer.ts';
import {
  begin,
  isBusy,
  isPartial,
  keyOf,
  keyOfExpansion,
  missingBuilds,
  missingExpansions,
  next,
  type Progress,
  sourcesIn,
} from './progress.ts';
import { expandSets, finishSets } from './sets.ts';
import type { Step } from './step.ts';
import type { BuiltTree, Tree } from './tree.ts';

/** A partly built tree. It is complete once it needs no more builds. */
export interface Plan extends BuiltTree {
  /** What `advance` needs the results of. */
  readonly needs: Needs;
  readonly progress: Progress;
}

/** The work of an engine that a plan needs. */
export interface Needs {
  readonly builds: readonly Build[];
  /** ResourceSets. */
  readonly expansions: readonly Expansion[];
}

/** The results of that work, in its order. */
export interface Results {
  readonly builds: readonly BuildResult[];
  readonly expansions: readonly BuildResult[];
}

/** Whether a plan needs nothing more. */
export const isDone = ({ needs: { builds, expansions } }: Pick<Plan, 'needs'>): boolean =>
  builds.length === 0 && expansions.length === 0;

/**
 * Plans the build of a tree: its root, and every Flux Kustomization whose source contains the
 * workspace (sources/homes.ts). A Kustomization whose variables come from another one is built after it. A
 * Kustomization that is suspended, has another source or can't be built is a finding.
 */
export const plan = (tree: Tree): Plan => {
  const { repository, directory, files, declaredSources = {}, assumptions = {} } = tree;
  const { copyOf = () => undefined, assembler } = tree;
  const context = {
    workspaceRoot: repository,
    files,
    isIgnored: artifactOf(repository, files),
    isExcluded: excludedFrom(repository, files),
    declared: declaredSources,
    assumptions,
    remotes: remotesOf(repository, files),
    copyOf,
    assembler,
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
    sets: [],
    expanding: [],
    expanded: new Map(),
    followed: new Set(),
    running: [begin(root, context)],
    waiting: [],
    results: new Map(),
  });
};

/** Continues a plan with the results of what it needs, until it needs more. */
export const advance = ({ needs, progress, ...tree }: Plan, results: Results): Plan =>
  proceed(tree, {
    ...progress,
    results: withResults(progress.results, needs.builds.map(keyOf), results.builds),
    expanded: withResults(
      progress.expanded,
      needs.expansions.map(keyOfExpansion),
      results.expansions,
    ),
  });

const withResults = (
  known: ReadonlyMap<string, BuildResult>,
  keys: readonly string[],
  results: readonly BuildResult[],
): ReadonlyMap<string, BuildResult> => {
  const more = keys.flatMap((key, index): [string, BuildResult][] => {
    const result = results[index];
    return result === undefined ? [] : [[key, result]];
  });
  return new Map([...known, ...more]);
};

const needsOf = (progress: Progress): Needs => ({
  builds: missingBuilds(progress),
  expansions: missingExpansions(progress),
});

const proceed = ({ repository, directory, files, assumptions }: Tree, from: Progress): Plan => {
  let progress = from;
  let needs = needsOf(progress);
  while (isDone({ needs }) && isBusy(progress)) {
    progress = next(expandSets(followLate(finishSets(finishBuilds(progress)))));
    needs = needsOf(progress);
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
    isPartial: isPartial(progress),
    sources: sourcesIn(progress),
    locate: (manifest) => origins.get(manifest),
    needs,
    progress,
  };
};
