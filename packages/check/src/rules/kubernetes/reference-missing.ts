import type { Reference } from '@helm-charts/kubernetes';
import { groupBy } from '@helm-charts/types';
import { missingTarget } from '../../known/missing.ts';
import type { InputKind } from '../../known/presence.ts';
import type { Rule } from '../../rule.ts';

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
  check: (context) =>
    context.pods.flatMap(({ object, references }) => {
      const required = references.filter(({ isOptional }) => !isOptional);
      // A pod may refer to several keys of one object.
      return [...groupBy(required, idOf).values()].flatMap(([reference]) =>
        reference === undefined
          ? []
          : missingTarget(context, {
              object,
              target: { ...reference, group: '' },
              tie: 'shared',
              effect: isPull(reference)
                ? 'so the image cannot be pulled from a private registry'
                : 'so the pod does not start',
              fix: remedy(reference, context.kind),
            }),
      );
    }),
};

const isPull = ({ path }: Reference): boolean => path.includes('imagePullSecrets');

const remedy = ({ kind, namespace, name }: Reference, input: InputKind = 'profile'): string => {
  if (kind !== 'Secret') return 'correct the name, or add the object to a chart';
  return input === 'profile'
    ? 'correct the name, or add it to the secrets of the profile'
    : `correct the name, or state that the cluster has it with inCluster: ['Secret ${namespace}/${name}'] in helm-charts.config.ts`;
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
