import {
  keyFor,
  listAt,
  type Model,
  objectAt,
  type Pod,
  type Reference,
} from '@helm-charts/kubernetes';
import type { Manifest, ProfileSecret } from '@helm-charts/types';
import { enumerate } from '../../enumerate.ts';
import { didYouMean } from '../../known/similar.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const referenceKeyMissing: Rule = {
  id: 'reference-key-missing',
  set: 'kubernetes',
  title: 'A Secret or ConfigMap has each key that a pod refers to.',
  why: 'The kubelet does not start a container if the key of a variable or file is missing.',
  source: 'Kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables',
  severity: 'error',
  scope: 'cluster',
  bad: example('MOED'),
  good: example('MODE'),
  check: ({ pods, byKey, secrets }) =>
    pods.flatMap((pod) =>
      [...pod.references, ...mountedKeys(pod)].flatMap((reference): Problem[] => {
        const { kind, namespace, name, key, isOptional, path } = reference;
        const keys = keysOf(reference, byKey, secrets);
        if (isOptional || key === undefined || keys === undefined || keys.includes(key)) return [];
        const has = keys.length === 0 ? 'none' : enumerate(keys);
        const add =
          kind === 'Secret' && !byKey.has(keyFor(kind, namespace, name))
            ? 'correct the key, or add it to the secrets of the profile'
            : 'correct the key, or add it to the object';
        return [
          problem(
            pod.object,
            path,
            `${kind} ${namespace}/${name} has no key ${key} (its keys: ${has}), so the container does not start`,
            didYouMean(key, keys) ?? add,
          ),
        ];
      }),
    ),
};

/** The keys of ConfigMaps and Secrets that a container mounts with a `subPath`, as a single file. */
const mountedKeys = ({ containers, volumes }: Pod): readonly Reference[] =>
  containers.flatMap(({ mounts, fields, path }) =>
    mounts.flatMap((mount): Reference[] => {
      const { name, subPath } = mount;
      const volume = volumes.find((one) => one.name === name);
      const [reference] = volume?.references ?? [];
      // With items, the name of a file is not that of its key.
      if (volume === undefined || reference === undefined || reference.key !== undefined) return [];
      if (volume.type !== 'configMap' && volume.type !== 'secret') return [];
      if (typeof subPath !== 'string' || subPath.includes('/') || subPath === '.') return [];
      const index = listAt(fields, 'volumeMounts').indexOf(mount);
      return [{ ...reference, key: subPath, path: [...path, 'volumeMounts', index, 'subPath'] }];
    }),
  );

/** The keys of an existing object; undefined if something in the cluster adds keys to it. */
const keysOf = (
  { kind, namespace, name }: Reference,
  byKey: Model['byKey'],
  secrets: readonly ProfileSecret[],
): readonly string[] | undefined => {
  const found = byKey.get(keyFor(kind, namespace, name));
  if (found === undefined)
    return kind === 'Secret' ? secrets.find((secret) => secret.name === name)?.keys : undefined;
  const keys = ['data', 'stringData', 'binaryData'].flatMap((field) =>
    Object.keys(objectAt(found.manifest, field)),
  );
  return keys.length === 0 || isFilled(found.manifest) ? undefined : keys;
};

/** Whether a controller fills a Secret: that of a ServiceAccount, or one that Flux only merges. */
const isFilled = ({ type, metadata }: Manifest): boolean =>
  type === 'kubernetes.io/service-account-token' ||
  Object.keys(metadata.annotations ?? {}).some((name) =>
    /^(kustomize\.toolkit\.fluxcd\.io\/ssa|replicator\.v1\.mittwald\.de\/)/.test(name),
  );

function example(key: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { MODE: fast }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      env: [{ name: MODE, valueFrom: { configMapKeyRef: { name: settings, key: ${key} } } }]
`;
}
