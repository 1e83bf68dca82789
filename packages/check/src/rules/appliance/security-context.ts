import { valueAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';

/** A field of the securityContext of a container, or of its pod where the container does not set it. */
export const securityContextOf = (
  container: JsonObject,
  pod: JsonObject,
  ...path: readonly string[]
): unknown =>
  valueAt(container, 'securityContext', ...path) ?? valueAt(pod, 'securityContext', ...path);
