import { keyFor, type Reference } from '@helm-charts/kubernetes';
import { groupBy } from '@helm-charts/types';
import { problem, type Rule } from '../../rule.ts';

export const referenceMissing: Rule = {
  id: 'reference-missing',
  set: 'kubernetes',
  title:
    'Every Secret, ConfigMap, PersistentVolumeClaim and ServiceAccount that a pod refers to exists.',
  why: 'The pod does not start until the object exists.',
  source: 'Kubernetes pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables',
  severity: 'error',
  scope: 'cluster',
  bad: example('settngs'),
  good: example('settings'),
  check: ({ pods, byKey, secrets }) => {
    const isMissing = ({ kind, namespace, name, isOptional }: Reference): boolean =>
      !isOptional &&
      !byKey.has(keyFor(kind, namespace, name)) &&
      !(kind === 'Secret' && secrets.some((secret) => secret.name === name && !secret.givenTo)) &&
      !(kind === 'ServiceAccount' && name === 'default');
    return pods.flatMap(({ object, references }) =>
      // A pod may refer to several keys of one object.
      Array.from(groupBy(references.filter(isMissing), idOf), ([id, [reference]]) =>
        problem(
          object,
          reference?.path ?? [],
          `${id} is missing, so the pod does not start`,
          reference?.kind === 'Secret'
            ? 'correct the name, or add it to the secrets of the profile'
            : 'correct the name, or add the object to a chart',
        ),
      ),
    );
  },
};

const idOf = ({ kind, namespace, name }: Reference): string => `${kind} ${namespace}/${name}`;

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
