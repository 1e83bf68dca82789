import { type Finding, groupBy, manifestId } from '@helm-charts/types';
import { lookupIn } from '../lookup.ts';
import { expansionOf } from '../resource-set/expansion.ts';
import { finishObject } from '../resource-set/finish.ts';
import { providersOf } from '../resource-set/providers.ts';
import { placeOf } from '../sources/place.ts';
import { followChildren, nameOf } from './finish-builds.ts';
import {
  type Expanding,
  isBusy,
  keyOfExpansion,
  objectsOf,
  type Progress,
  type Unfollowed,
} from './progress.ts';
import type { Layer } from './tree.ts';

/**
 * Starts the ResourceSets whose providers are known; if nothing else can be built, all of them. Their objects may have
 * variables that waiting steps need.
 */
export const expandSets = (progress: Progress): Progress => {
  if (isBusy(progress) || progress.sets.length === 0) return progress;
  const objects = objectsOf(progress.layers);
  const ready = progress.sets.filter(
    ({ document: { manifest } }) => providersOf(manifest, objects).missing.length === 0,
  );
  const isLate = ready.length === 0 && progress.waiting.length === 0;
  const due = isLate ? progress.sets : ready;
  const started = unique(due, progress).map((set) => ({
    set,
    ...expansionOf(set.document.manifest, set.document.origin, objects),
  }));
  return {
    ...progress,
    sets: progress.sets.filter((set) => !due.includes(set)),
    followed: new Set([...progress.followed, ...due.map(idOf)]),
    expanding: started.flatMap(({ set, expansion }): Expanding[] =>
      expansion === undefined ? [] : [{ ...set, expansion }],
    ),
    findings: [...progress.findings, ...started.flatMap(({ findings }) => findings)],
  };
};

const idOf = ({ document: { manifest } }: Unfollowed): string => manifestId(manifest);

/** A ResourceSet can be in two layers, or make itself. */
const unique = (sets: readonly Unfollowed[], { followed }: Progress): readonly Unfollowed[] =>
  [...groupBy(sets, idOf)].flatMap(([id, [first]]) =>
    first === undefined || followed.has(id) ? [] : [first],
  );

/** Turns the objects of ResourceSets, which all have a result, into layers, and follows the Kustomizations among them. */
export const finishSets = (progress: Progress): Progress => {
  const { expanding, expanded } = progress;
  if (expanding.length === 0) return progress;
  const lookup = lookupIn(objectsOf(progress.layers));
  const finished = expanding.map((one) => {
    const { document, expansion } = one;
    const result = expanded.get(keyOfExpansion(expansion));
    const { manifest: set, origin } = document;
    const documents = (result?.value ?? []).map((object) =>
      finishObject(object, set, origin, lookup),
    );
    const place = placeOf(set, ['spec'], origin);
    const layer: Layer = {
      path: one.from.path,
      appliedBy: nameOf(set),
      applier: 'ResourceSet',
      documents,
    };
    const findings = (result?.findings ?? []).map((finding): Finding => ({ ...finding, ...place }));
    return { layer, from: one.from, isBuilt: result?.value !== undefined, findings };
  });
  const made = finished.filter(({ isBuilt }) => isBuilt);
  const done: Progress = {
    ...progress,
    expanding: [],
    layers: [...progress.layers, ...made.map(({ layer }) => layer)],
    findings: [...progress.findings, ...finished.flatMap(({ findings }) => findings)],
  };
  const children = made.map(({ layer, from }) => ({ documents: layer.documents, from }));
  return followChildren(done, children);
};
