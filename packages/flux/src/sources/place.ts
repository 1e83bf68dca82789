import type { FieldPath } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, objectIdOf, pointerOf } from '@helm-charts/types';
import type { Origin } from './origin.ts';

/** Where a field of an object is: the object, the field, and the line that somebody wrote, if somebody did. */
export const placeOf = (
  manifest: Manifest,
  path: FieldPath,
  origin: Origin | undefined,
): Pick<Finding, 'object' | 'pointer' | 'position'> => ({
  object: objectIdOf(manifest),
  ...(path.length > 0 && { pointer: pointerOf(path) }),
  ...(origin && { position: origin.at(path) }),
});
