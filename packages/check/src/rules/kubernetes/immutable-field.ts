import { isDeepStrictEqual } from 'node:util';
import { type FieldPath, keyOf, objectAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { problem, type Rule } from '../../rule.ts';

export const immutableField: Rule = {
  id: 'immutable-field',
  set: 'kubernetes',
  title: 'Immutable fields are the same as in the previous release.',
  why: 'The API server rejects the change, so the upgrade fails.',
  source: 'Kubernetes pkg/apis/{apps,batch,core}/validation/validation.go, Validate…Update',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: statefulSet('database'), previous: { objects: statefulSet('db') } },
  good: { objects: statefulSet('db'), previous: { objects: statefulSet('db') } },
  check: ({ objects, previous }) => {
    const before = new Map(
      previous?.objects.map(({ manifest }) => [keyOf(manifest), manifest] as const),
    );
    return objects.flatMap((object) => {
      const old = before.get(keyOf(object.manifest));
      return (old === undefined ? [] : immutableChanges(old, object.manifest)).map((path) =>
        problem(
          object,
          path,
          'the field is immutable but differs from the previous release, so the API server rejects the upgrade',
          'restore the old value, or give the object another name',
        ),
      );
    });
  },
};

/** The immutable fields that differ between two manifests of an object. */
export const immutableChanges = (before: Manifest, after: Manifest): readonly FieldPath[] => {
  const { path, mutable, immutable } = fields[after.kind] ?? { path: [], immutable: [] };
  const old = objectAt(before, ...path);
  const now = objectAt(after, ...path);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((key) => immutable?.includes(key) ?? !mutable?.includes(key))
    .filter((key) => !isDeepStrictEqual(old[key], now[key]))
    .map((key) => [...path, key]);
};

/** The immutable fields below a path: the listed ones, or all except the listed ones. */
interface Fields {
  readonly path: readonly string[];
  readonly immutable?: readonly string[];
  readonly mutable?: readonly string[];
}

const spec = ['spec'];

const fields: Readonly<Record<string, Fields>> = {
  Deployment: { path: spec, immutable: ['selector'] },
  DaemonSet: { path: spec, immutable: ['selector'] },
  StatefulSet: {
    path: spec,
    mutable: [
      'replicas',
      'ordinals',
      'template',
      'updateStrategy',
      'persistentVolumeClaimRetentionPolicy',
      'minReadySeconds',
      'revisionHistoryLimit',
    ],
  },
  Job: { path: spec, immutable: ['template', 'podFailurePolicy', 'selector', 'completionMode'] },
  PersistentVolumeClaim: { path: spec, mutable: ['volumeAttributesClassName'] },
  Service: { path: spec, immutable: ['clusterIP'] },
  RoleBinding: { path: [], immutable: ['roleRef'] },
  ClusterRoleBinding: { path: [], immutable: ['roleRef'] },
  StorageClass: { path: [], immutable: ['provisioner', 'parameters'] },
};

function statefulSet(serviceName: string): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec: { serviceName: ${serviceName} }
`;
}
