import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import { type InCluster, inClusterOf } from '../in-cluster/in-cluster.ts';
import { isKustomization, isOperatorKind } from '../kinds.ts';
import { type Lookup, lookupIn } from '../lookup.ts';
import { otherCluster } from '../other-cluster.ts';
import type { Sources } from '../sources/find.ts';
import { variablesOf } from '../substitute/variables.ts';
import { childStep } from './child.ts';
import type { PlanContext, PlannedBuild } from './directory.ts';
import { directoryOf, isSuspended, locateDirectory, sourceOf } from './follow.ts';
import { builtDocuments, finish, type LayerDocument } from './layer.ts';
import {
  begin,
  isBusy,
  isPartial,
  keyOf,
  objectsOf,
  type Progress,
  sourcesIn,
  type Unfollowed,
} from './progress.ts';
import type { Step } from './step.ts';
import type { Layer } from './tree.ts';

interface Built {
  readonly step: Step;
  readonly documents: readonly LayerDocument[];
}

/**
 * Turns the running steps, which all have a build result, into layers, and adds the steps of the
 * Kustomizations among their objects.
 */
export const finishBuilds = (progress: Progress): Progress => {
  const { running, results, context } = progress;
  const again = running.map((one) => ({ ...one, planned: withFewer(one.planned, results) }));
  if (again.some(({ planned }, index) => planned !== running[index]?.planned))
    return { ...progress, running: again };
  const checked = running.map(({ step, planned }) => {
    const result = planned.build && results.get(keyOf(planned.build));
    return { step, ...builtDocuments(planned, result, context.files) };
  });
  const own = checked.flatMap(({ step, value = [] }) => selfAppliedBy(step, value, context));
  const [self] = own;
  if (self?.appliedBy !== undefined) {
    const { manifest } = self.appliedBy;
    return {
      ...progress,
      self: sourceOf(manifest),
      followed: new Set([manifestId(manifest)]),
      running: [begin(self, context)],
    };
  }
  const built = checked.flatMap(({ step, value }): Built[] =>
    value === undefined ? [] : [{ step, documents: value }],
  );
  const objects = objectsOf([...progress.layers, ...built]);
  const lookup = lookupIn(objects);
  const inCluster = inClusterOf(objects, {
    ...context.assumptions,
    isPartial: isPartial({ ...progress, layers: [...progress.layers, ...built] }),
  });
  const finished = built.map((one) => ({ step: one.step, ...finishLayer(one, lookup, inCluster) }));
  const done: Progress = {
    ...progress,
    running: [],
    layers: [...progress.layers, ...finished.map(({ layer }) => layer)],
    isWhole: progress.isWhole && built.length === checked.length,
    findings: [
      ...progress.findings,
      ...checked.flatMap(({ findings }) => findings),
      ...finished.flatMap(({ findings }) => findings),
    ],
  };
  const children = finished.map(({ step, layer }) => ({ documents: layer.documents, from: step }));
  return followChildren(done, children);
};

/** The build itself, or, if it goes without a remote base and fails, the one without all that may need the base. */
const withFewer = (planned: PlannedBuild, results: Progress['results']): PlannedBuild => {
  const { build, least } = planned;
  const isBroken = build !== undefined && results.get(keyOf(build))?.value === undefined;
  return isBroken && least !== undefined ? least() : planned;
};

/** Follows the Kustomizations among new objects, and keeps the ResourceSets for later. */
export const followChildren = (
  progress: Progress,
  layers: readonly { readonly documents: readonly LayerDocument[]; readonly from: Step }[],
): Progress => {
  const childrenOf = (isChild: (manifest: Manifest) => boolean): readonly Unfollowed[] =>
    layers.flatMap(({ documents, from }) =>
      documents.filter(({ manifest }) => isChild(manifest)).map((document) => ({ document, from })),
    );
  const sets = childrenOf((manifest) => isOperatorKind(manifest, 'ResourceSet'));
  const unfollowed = [...progress.unfollowed, ...childrenOf(isKustomization)];
  return followAll({ ...progress, unfollowed, sets: [...progress.sets, ...sets] }, false);
};

/**
 * When nothing is left to build, no source can be added any more: the other Kustomizations are followed, or findings say
 * why not.
 */
export const followLate = (progress: Progress): Progress =>
  isBusy(progress) || progress.waiting.length > 0 || progress.sets.length > 0
    ? progress
    : followAll(progress, true);

/** Follows Kustomizations; unless it is late, only those whose source is known by now. */
const followAll = (progress: Progress, isLate: boolean): Progress => {
  const sources = sourcesIn(progress);
  const isDue = ({ document: { manifest } }: Unfollowed): boolean =>
    isLate || isSuspended(manifest) || locateDirectory(manifest, sources).kind === 'here';
  const due = progress.unfollowed.filter(isDue);
  const rest = progress.unfollowed.filter((one) => !due.includes(one));
  return due.reduce<Progress>((all, one) => followUp(all, one, sources), {
    ...progress,
    unfollowed: rest,
  });
};

/**
 * If a Kustomization in the root applies the root itself, the root is built with the fields of that
 * Kustomization.
 */
const selfAppliedBy = (
  step: Step,
  documents: readonly LayerDocument[],
  { workspaceRoot }: PlanContext,
): readonly Step[] => {
  if (step.appliedBy !== undefined) return [];
  const self = documents.find(
    ({ manifest }) =>
      isKustomization(manifest) && directoryOf(manifest, workspaceRoot) === step.path,
  );
  return self === undefined ? [] : [{ ...step, appliedBy: self }];
};

const finishLayer = (
  { step: { path, appliedBy }, documents }: Built,
  lookup: Lookup,
  inCluster: InCluster,
): { readonly layer: Layer; readonly findings: readonly Finding[] } => {
  const variables = appliedBy
    ? variablesOf(appliedBy.manifest, lookup, appliedBy.origin, inCluster)
    : { values: undefined, isOpen: false, findings: [] };
  const finished = documents.map((document) => finish(document, variables, appliedBy?.manifest));
  return {
    layer: {
      path,
      appliedBy: appliedBy && nameOf(appliedBy.manifest),
      cluster: appliedBy && otherCluster(appliedBy.manifest),
      documents: finished.map(({ document }) => document),
    },
    findings: [...variables.findings, ...finished.flatMap(({ findings }) => findings)],
  };
};

const followUp = (
  progress: Progress,
  { document, from }: Unfollowed,
  sources: Sources,
): Progress => {
  const id = manifestId(document.manifest);
  const { layers, waiting, followed } = progress;
  if (followed.has(id)) return progress;
  const applied = [
    ...layers
      .filter(({ applier }) => applier === undefined)
      .map(({ path, appliedBy }) => ({ path, by: appliedBy })),
    ...waiting.map(({ path, appliedBy }) => ({
      path,
      by: appliedBy && nameOf(appliedBy.manifest),
    })),
  ];
  const { step, findings } = childStep(document, from, applied, sources);
  return {
    ...progress,
    followed: new Set([...followed, id]),
    waiting: step ? [...waiting, step] : waiting,
    findings: [...progress.findings, ...findings],
  };
};

/** `flux-system/releases` */
export const nameOf = ({ metadata }: Manifest): string =>
  `${metadata.namespace ?? 'default'}/${metadata.name}`;
