import type { JsonObject } from '@helm-charts/types';
import type { ClusterObject } from './cluster.ts';
import { objectAt, objectsAt, stringAt } from './fields.ts';
import { namespaceOf } from './identity.ts';
import type { Pod } from './pod.ts';

export interface Service {
  readonly object: ClusterObject;
  readonly name: string;
  readonly namespace: string;
  /** Empty for a Service without a selector, whose endpoints are managed elsewhere. */
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

/** The container port that a port of a Service targets; undefined if the pod has no port with that name. */
export const targetPort = (port: JsonObject, pod: Pod): number | undefined => {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  const named = pod.containers
    .flatMap(({ fields }) => objectsAt(fields, 'ports'))
    .find((one) => stringAt(one, 'name') === target);
  return typeof named?.containerPort === 'number' ? named.containerPort : undefined;
};
