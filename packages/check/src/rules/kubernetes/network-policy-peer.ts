import {
  type ClusterObject,
  groupOf,
  namespaceOf,
  objectAt,
  objectsAt,
  valueAt,
} from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { isEmptySelector } from '../../known/select.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const networkPolicyPeer: Rule = {
  id: 'network-policy-peer',
  set: 'kubernetes',
  title: 'The pods that a NetworkPolicy allows exist.',
  why: 'A peer that selects no pod allows no connection, so the pods that were meant time out.',
  source: 'Kubernetes docs, Network Policies, Behavior of to and from selectors',
  severity: 'error',
  scope: 'cluster',
  bad: example('wbe'),
  good: example('web'),
  check: (context) =>
    context
      .ofKind('NetworkPolicy')
      .filter(({ manifest }) => groupOf(manifest) === 'networking.k8s.io')
      .filter((object) => context.seesPods(object, namespaceOf(object.manifest), 'shared'))
      .flatMap((object) => [
        ...ofRules(object, 'ingress', 'from', context),
        ...ofRules(object, 'egress', 'to', context),
      ]),
};

const ofRules = (
  object: ClusterObject,
  direction: string,
  field: string,
  { selectPods, kind }: Context,
): readonly Problem[] =>
  objectsAt(object.manifest, 'spec', direction).flatMap((rule, at) =>
    objectsAt(rule, field).flatMap((peer, index): Problem[] => {
      const selector = objectAt(peer, 'podSelector');
      const namespace = namespaceOf(object.manifest);
      // Without a namespaceSelector, a peer is in the namespace of the policy.
      const isOther = valueAt(peer, 'namespaceSelector') !== undefined;
      return isOther ||
        valueAt(peer, 'podSelector') === undefined ||
        isEmptySelector(selector) ||
        selectPods(namespace, selector).length > 0
        ? []
        : [
            {
              ...problem(
                object,
                ['spec', direction, at, field, index, 'podSelector'],
                `no pod of namespace ${namespace} has these labels, so the rule allows no connection`,
                'correct the selector, or add a namespaceSelector if the pods are in another namespace',
              ),
              // A client may run only at times, or be created by hand.
              ...(kind === 'tree' && { severity: 'warning' as const }),
            },
          ];
    }),
  );

function example(app: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx:1.29.3 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: ${app} } } }] }] }
`;
}
