import { keyFor } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const referenceMissing: Rule = {
  id: 'reference-missing',
  set: 'kubernetes',
  title:
    'Every Secret, ConfigMap, PersistentVolumeClaim and ServiceAccount that a pod names is there.',
  why: 'The pod does not start until somebody makes the object.',
  source: 'Kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables',
  severity: 'error',
  scope: 'cluster',
  bad: example('settngs'),
  good: example('settings'),
  check: ({ pods, byKey, secrets }) =>
    pods.flatMap(({ object, references }) =>
      references
        .filter(
          ({ kind, namespace, name, isOptional }) =>
            !isOptional &&
            !byKey.has(keyFor(kind, namespace, name)) &&
            !(kind === 'Secret' && secrets.some((secret) => secret.name === name)) &&
            !(kind === 'ServiceAccount' && name === 'default'),
        )
        .map(({ kind, namespace, name, path }) =>
          problem(
            object,
            path,
            `${kind} ${namespace}/${name} is missing, so the pod does not start`,
            kind === 'Secret'
              ? 'correct the name, or add it to the secrets of the profile'
              : 'correct the name, or add the object to a release',
          ),
        ),
    ),
};

function example(name: string): string {
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
    - { name: web, image: nginx:1.29.3, envFrom: [{ configMapRef: { name: ${name} } }] }
`;
}
