import type { JsonObject } from '@helm-charts/types';
import type { ClusterObject } from './cluster.ts';
import { objectAt, objectsAt, stringAt } from './fields.ts';
import { namespaceOf } from './identity.ts';
import type { Pod } from './pod.ts';

export interface Service {
  readonly object: ClusterObject;
  readonly name: string;
  readonly namespace: string;
  /** Empty for a Service whose endpoints somebody else writes. */
  readonly selector: JsonObject;
  readonly ports: readonly JsonObject[];
}

/** Reads a Service. */
export const serviceOf = (object: ClusterObject): Service => ({
  object,
  name: object.manifest.metadata.name,
  namespace: namespaceOf(object.manifest),
  selector: objectAt(object.manifest, 'spec', 'selector'),
  ports: objectsAt(object.manifest, 'spec', 'ports'),
});

/** Whether a Service selects the pods of a template. */
export const selects = ({ namespace, selector }: Service, pod: Pod): boolean =>
  namespace === pod.namespace &&
  Object.keys(selector).length > 0 &&
  Object.entries(selector).every(([key, value]) => pod.labels[key] === value);

/** The port of a pod that a port of a Service sends to; undefined if it names one that the pod does not have. */
export const targetPort = (port: JsonObject, pod: Pod): number | undefined => {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  const named = pod.containers
    .flatMap(({ fields }) => objectsAt(fields, 'ports'))
    .find((one) => stringAt(one, 'name') === target);
  return typeof named?.containerPort === 'number' ? named.containerPort : undefined;
};
