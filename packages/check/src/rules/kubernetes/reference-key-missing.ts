import { keyFor, type Model, objectAt, type Reference } from '@helm-charts/kubernetes';
import type { ProfileSecret } from '@helm-charts/types';
import { enumerate } from '../../enumerate.ts';
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
    pods.flatMap(({ object, references }) =>
      references.flatMap((reference): Problem[] => {
        const { kind, namespace, name, key, isOptional, path } = reference;
        const keys = keysOf(reference, byKey, secrets);
        if (isOptional || key === undefined || keys === undefined || keys.includes(key)) return [];
        const has = keys.length === 0 ? 'none' : enumerate(keys);
        return [
          problem(
            object,
            path,
            `${kind} ${namespace}/${name} has no key ${key} (its keys: ${has}), so the container does not start`,
            kind === 'Secret' && !byKey.has(keyFor(kind, namespace, name))
              ? 'correct the key, or add it to the secrets of the profile'
              : 'correct the key, or add it to the object',
          ),
        ];
      }),
    ),
};

/** The keys of an existing object. */
const keysOf = (
  { kind, namespace, name }: Reference,
  byKey: Model['byKey'],
  secrets: readonly ProfileSecret[],
): readonly string[] | undefined => {
  const found = byKey.get(keyFor(kind, namespace, name));
  if (found !== undefined) {
    return ['data', 'stringData', 'binaryData'].flatMap((field) =>
      Object.keys(objectAt(found.manifest, field)),
    );
  }
  return kind === 'Secret' ? secrets.find((secret) => secret.name === name)?.keys : undefined;
};

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
