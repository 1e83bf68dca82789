import type { FieldPath } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, objectIdOf, pointerOf } from '@helm-charts/types';
import type { Origin } from './origin.ts';

/**
 * The place of a field for a finding: the object, the field, and its line in a file, if it has one.
 */
export const placeOf = (
  manifest: Manifest,
  path: FieldPath,
  origin: Origin | undefined,
): Pick<Finding, 'object' | 'pointer' | 'position'> => ({
  object: objectIdOf(manifest),
  ...(path.length > 0 && { pointer: pointerOf(path) }),
  ...(origin && { position: origin.at(path) }),
});
