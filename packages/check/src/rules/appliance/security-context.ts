import { valueAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';

/** A field of a container's securityContext; if the container does not set it, that of its pod. */
export const securityContextOf = (
  container: JsonObject,
  pod: JsonObject,
  ...path: readonly string[]
): unknown =>
  valueAt(container, 'securityContext', ...path) ?? valueAt(pod, 'securityContext', ...path);
