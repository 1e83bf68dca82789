import {
  type Finding,
  type ManifestTemplate,
  type ObjectId,
  originOf,
  type Position,
  pointerOf,
} from '@helm-charts/types';
import { variantOf } from './variant.ts';

/** A field of a manifest template. */
export interface Place {
  readonly object: ObjectId;
  /** The keys of the field: `spec`, `replicas`. */
  readonly keys: readonly (string | number)[];
  /** The position in the chart's sources that creates the part with the field. */
  readonly origin: Error | undefined;
}

/** Finds the line and column of the chart's sources in the stack of an error. */
export type Locate = (origin: Error) => Position | undefined;

/** The place of a whole manifest. */
export const placeOfManifest = (manifest: ManifestTemplate): Place => ({
  object: objectOf(manifest),
  keys: [],
  origin: originOf(manifest),
});

/** A name that Helm computes is not known yet; the label of the component replaces it. */
const objectOf = ({ apiVersion, kind, metadata }: ManifestTemplate): ObjectId => {
  const { name, labels } = Object(variantOf(metadata, () => true)) as {
    readonly name?: unknown;
    readonly labels?: Readonly<Record<string, unknown>>;
  };
  const label = labels?.['app.kubernetes.io/component'];
  const known = [name, label].find((one) => typeof one === 'string');
  return { apiVersion, kind, name: known ?? '' };
};

/** The place of a member or item. */
export const below = (place: Place, key: string | number, part: unknown): Place => ({
  ...place,
  keys: [...place.keys, key],
  origin: (typeof part === 'object' && part !== null ? originOf(part) : undefined) ?? place.origin,
});

/** What is wrong with a field of a manifest. */
export const problemAt = (
  { object, keys, origin }: Place,
  locate: Locate,
  problem: Pick<Finding, 'rule' | 'message' | 'fix'>,
): Finding => {
  const position = origin && locate(origin);
  return {
    severity: 'error',
    object,
    ...(position && { position }),
    pointer: pointerOf(keys),
    ...problem,
  };
};
