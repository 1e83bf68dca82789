import { isObject, type ManifestDocument } from '@helm-charts/kubernetes';
import { type Manifest, manifestId, pointerOf } from '@helm-charts/types';

/** An object that differs between two renders of a release. */
export interface Difference {
  /** The object of the first render, or of the second if only that has it. */
  readonly document: ManifestDocument;
  /** The fields that differ, as JSON Pointers; empty if only one of the renders has the object. */
  readonly fields: readonly string[];
  /** The render that has the object. */
  readonly isIn: 'both' | 'first' | 'second';
}

/** The objects that differ between two renders, in the order of the first. */
export const differencesOf = (
  first: readonly ManifestDocument[],
  second: readonly ManifestDocument[],
): readonly Difference[] => {
  const others = new Map(second.map((document) => [keyOf(document.manifest), document.manifest]));
  const known = new Set(first.map(({ manifest }) => keyOf(manifest)));
  const changed = first.flatMap((document): readonly Difference[] => {
    const other = others.get(keyOf(document.manifest));
    if (other === undefined) return [{ document, fields: [], isIn: 'first' }];
    const fields = differing(document.manifest, other, []).map(pointerOf);
    return fields.length === 0 ? [] : [{ document, fields, isIn: 'both' }];
  });
  const added = second
    .filter(({ manifest }) => !known.has(keyOf(manifest)))
    .map((document): Difference => ({ document, fields: [], isIn: 'second' }));
  return [...changed, ...added];
};

const keyOf = (manifest: Manifest): string => `${manifest.apiVersion} ${manifestId(manifest)}`;

/** The paths of the values that differ. Lists of different lengths differ as a whole. */
const differing = (
  a: unknown,
  b: unknown,
  path: readonly (string | number)[],
): readonly (readonly (string | number)[])[] => {
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => differing(a[key], b[key], [...path, key]));
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    return a.flatMap((item, index) => differing(item, b[index], [...path, index]));
  }
  return Object.is(a, b) ? [] : [path];
};
