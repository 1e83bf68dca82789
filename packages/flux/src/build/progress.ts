import type { Build, Expansion, Finding, Manifest } from '@helm-charts/types';
import { isOperatorKind } from '../kinds.ts';
import { lookupIn } from '../lookup.ts';
import { type Sources, sourcesOf } from '../sources/find.ts';
import type { SourceId } from '../sources/source.ts';
import { hasVariables } from '../substitute/variables.ts';
import { type PlanContext, type PlannedBuild, planBuild } from './directory.ts';
import type { BuildResult, LayerDocument } from './layer.ts';
import type { Step } from './step.ts';
import type { Layer } from './tree.ts';

/** The state of a plan. */
export interface Progress {
  readonly context: PlanContext;
  readonly layers: readonly Layer[];
  readonly findings: readonly Finding[];
  readonly isWhole: boolean;
  /** The source of a root that applies itself. */
  readonly self: SourceId | undefined;
  /** The ids of the Flux Kustomizations that already have a step. */
  readonly followed: ReadonlySet<string>;
  /** Steps whose builds are needed now. */
  readonly running: readonly Running[];
  /** Steps whose variables may come from layers that are not built yet. */
  readonly waiting: readonly Step[];
  /** Kustomizations whose source may be defined by a layer that is not built yet. */
  readonly unfollowed: readonly Unfollowed[];
  /** ResourceSets whose providers may be in layers that are not built yet. */
  readonly sets: readonly Unfollowed[];
  /** ResourceSets whose objects are needed now. */
  readonly expanding: readonly Expanding[];
  /** What ResourceSets make, by `keyOfExpansion`. */
  readonly expanded: ReadonlyMap<string, BuildResult>;
  readonly results: ReadonlyMap<string, BuildResult>;
}

/** A Flux Kustomization or a ResourceSet, and the step that builds it. */
export interface Unfollowed {
  readonly document: LayerDocument;
  readonly from: Step;
}

/** A ResourceSet and its templates. */
export interface Expanding extends Unfollowed {
  readonly expansion: Expansion;
}

interface Running {
  readonly step: Step;
  readonly planned: PlannedBuild;
}

/** Plans the build of a step. */
export const begin = (step: Step, context: PlanContext): Running => ({
  step,
  planned: planBuild(step.path, step.appliedBy, context),
});

/**
 * The same text in the same directory builds the same objects, for instance for a root that applies
 * itself.
 */
export const keyOf = ({ directory, text }: Build): string => `${directory}\n${text}`;

/** The builds of running steps that have no result yet. */
export const missingBuilds = ({ running, results }: Progress): readonly Build[] => {
  const builds = running.flatMap(({ planned }) => planned.build ?? []);
  const byKey = new Map(builds.map((build) => [keyOf(build), build]));
  return [...byKey].flatMap(([key, build]) => (results.has(key) ? [] : [build]));
};

/** The same templates with the same inputs make the same objects. */
export const keyOfExpansion = (expansion: Expansion): string => JSON.stringify(expansion);

/** The ResourceSets that have no result yet. */
export const missingExpansions = ({ expanding, expanded }: Progress): readonly Expansion[] => {
  const byKey = new Map(
    expanding.map(({ expansion }) => [keyOfExpansion(expansion), expansion] as const),
  );
  return [...byKey].flatMap(([key, expansion]) => (expanded.has(key) ? [] : [expansion]));
};

/** Whether something is being built. */
export const isBusy = ({ running, expanding }: Progress): boolean =>
  running.length > 0 || expanding.length > 0;

/**
 * Starts the waiting steps whose variables are known. If there are none, starts all, since no other
 * layer can add variables.
 */
export const next = (progress: Progress): Progress => {
  if (isBusy(progress)) return progress;
  const lookup = lookupIn(objectsOf(progress.layers));
  const ready = progress.waiting.filter(
    ({ appliedBy }) => appliedBy === undefined || hasVariables(appliedBy.manifest, lookup),
  );
  const steps = ready.length > 0 ? ready : progress.waiting;
  return {
    ...progress,
    running: steps.map((step) => begin(step, progress.context)),
    waiting: progress.waiting.filter((step) => !steps.includes(step)),
  };
};

/**
 * Whether the cluster may have objects of the repositories of others that are not in the layers: a part is not rendered,
 * or nothing in the tree says that Flux applies its root.
 */
export const isPartial = ({
  context,
  self,
  layers,
  findings,
}: Pick<Progress, 'context' | 'self' | 'findings'> & {
  readonly layers: readonly Pick<Layer, 'documents'>[];
}): boolean => {
  if (context.assumptions.assumesSecrets !== true) return false;
  if (findings.some(({ rule, severity }) => rule === 'not-rendered' && severity === 'warning'))
    return true;
  return (
    self === undefined &&
    !objectsOf(layers).some((object) => isOperatorKind(object, 'FluxInstance'))
  );
};

/** The objects of layers. */
export const objectsOf = (layers: readonly Pick<Layer, 'documents'>[]): readonly Manifest[] =>
  layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));

/** The sources of the tree as far as it is built. */
export const sourcesIn = ({ context, self, layers }: Progress): Sources => {
  const { workspaceRoot, declared, remotes, files, assembler } = context;
  const objects = objectsOf(layers);
  return sourcesOf(workspaceRoot, { declared, self, remotes, objects, files, assembler });
};
