import { groupOf, namespaceOf, objectAt, valueAt } from '@helm-charts/kubernetes';
import { isEmptySelector } from '../../known/select.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const selectorWithoutPods: Rule = {
  id: 'selector-without-pods',
  set: 'kubernetes',
  title: 'The selector of a NetworkPolicy or a PodDisruptionBudget matches a pod.',
  why: 'A policy that selects no pod protects nothing.',
  source: 'Kubernetes docs, Network Policies; Specifying a Disruption Budget for your Application',
  severity: 'error',
  scope: 'release',
  bad: example('wbe'),
  good: example('web'),
  check: (context) =>
    policies.flatMap(({ kind, group, field, tie, effect }) =>
      context
        .ofKind(kind)
        .filter(({ manifest }) => groupOf(manifest) === group)
        .flatMap((object): Problem[] => {
          const selector = objectAt(object.manifest, 'spec', field);
          const namespace = namespaceOf(object.manifest);
          return valueAt(object.manifest, 'spec', field) === undefined ||
            isEmptySelector(selector) ||
            !context.seesPods(object, namespace, tie) ||
            context.selectPods(namespace, selector).length > 0
            ? []
            : [
                problem(
                  object,
                  ['spec', field],
                  `no pod of namespace ${namespace} has these labels, ${effect}`,
                  'correct the selector, or the labels of the pods',
                ),
              ];
        }),
    ),
};

const policies = [
  {
    kind: 'PodDisruptionBudget',
    group: 'policy',
    field: 'selector',
    tie: 'own',
    effect: 'so the budget protects nothing',
  },
  {
    kind: 'NetworkPolicy',
    group: 'networking.k8s.io',
    field: 'podSelector',
    tie: 'own',
    effect: 'so the policy restricts nothing',
  },
  {
    kind: 'CiliumNetworkPolicy',
    group: 'cilium.io',
    field: 'endpointSelector',
    tie: 'shared',
    effect: 'so the policy restricts nothing',
  },
] as const;

function example(app: string): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: ${app} } } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx:1.29.3 }] }
`;
}
