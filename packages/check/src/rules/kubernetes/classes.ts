import {
  type ClusterObject,
  type FieldPath,
  objectsAt,
  type Pod,
  valueAt,
} from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import type { Target } from '../../known/target.ts';

/** A cluster-scoped class that an object names. */
export interface ClassReference {
  readonly object: ClusterObject;
  readonly target: Target;
  readonly effect: string;
}

/** The classes that objects name: storage, priority, runtime, Ingress and Gateway. */
export const classesOf = (context: Context): readonly ClassReference[] => [
  ...context.pods.flatMap(ofPod),
  ...context.ofKind('PersistentVolumeClaim').flatMap((object) => ofClaim(object, ['spec'])),
  ...context
    .ofKind('StatefulSet')
    .flatMap((object) =>
      objectsAt(object.manifest, 'spec', 'volumeClaimTemplates').flatMap((_, index) =>
        ofClaim(object, ['spec', 'volumeClaimTemplates', index, 'spec']),
      ),
    ),
  ...context
    .ofKind('Ingress')
    .flatMap((object) =>
      reference(
        object,
        'IngressClass',
        'networking.k8s.io',
        ['spec', 'ingressClassName'],
        unserved,
      ),
    ),
  ...context
    .ofKind('Gateway')
    .filter(({ manifest }) => manifest.apiVersion.startsWith(gateway))
    .flatMap((object) =>
      reference(object, 'GatewayClass', gateway, ['spec', 'gatewayClassName'], unserved),
    ),
];

const gateway = 'gateway.networking.k8s.io';
const storage = 'storage.k8s.io';
const unserved = 'so no controller serves the object';
const pending = 'so the claim stays Pending';

const ofPod = ({ object, path, volumes }: Pod): readonly ClassReference[] => [
  ...reference(
    object,
    'PriorityClass',
    'scheduling.k8s.io',
    [...path, 'spec', 'priorityClassName'],
    'so the API server rejects the pod',
  ),
  ...reference(
    object,
    'RuntimeClass',
    'node.k8s.io',
    [...path, 'spec', 'runtimeClassName'],
    'so the API server rejects the pod',
  ),
  ...volumes
    .filter(({ type }) => type === 'ephemeral')
    .flatMap((volume) =>
      ofClaim(object, [...volume.path, 'ephemeral', 'volumeClaimTemplate', 'spec']),
    ),
];

const ofClaim = (object: ClusterObject, path: FieldPath): readonly ClassReference[] =>
  reference(object, 'StorageClass', storage, [...path, 'storageClassName'], pending);

/** An empty name means no class. */
const reference = (
  object: ClusterObject,
  kind: string,
  group: string,
  path: FieldPath,
  effect: string,
): readonly ClassReference[] => {
  const name = at(object.manifest, path);
  return typeof name !== 'string' || name === ''
    ? []
    : [{ object, effect, target: { kind, group, namespace: '', name, path } }];
};

const at = (value: unknown, path: FieldPath): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      typeof key === 'number'
        ? Array.isArray(found)
          ? found[key]
          : undefined
        : valueAt(found, key),
    value,
  );
