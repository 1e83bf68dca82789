import { type ClusterObject, namespaceOf, objectAt, type Pod } from '@helm-charts/kubernetes';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const disruptionBudgetOverlap: Rule = {
  id: 'disruption-budget-overlap',
  set: 'kubernetes',
  title: 'Only one PodDisruptionBudget selects a pod.',
  why: 'The API server refuses to evict a pod with several budgets, so a drain of its node fails.',
  source: 'Kubernetes pkg/registry/core/pod/storage/eviction.go',
  severity: 'error',
  scope: 'release',
  bad: example('web'),
  good: example('api'),
  check: ({ ofKind, selectPods }) => {
    const first = new Map<Pod, ClusterObject>();
    return ofKind('PodDisruptionBudget').flatMap((object): Problem[] => {
      const { manifest } = object;
      const pods = selectPods(namespaceOf(manifest), objectAt(manifest, 'spec', 'selector'));
      const shared = pods.find((pod) => first.has(pod));
      const other = shared && first.get(shared);
      for (const pod of pods) if (!first.has(pod)) first.set(pod, object);
      return shared === undefined || other === undefined
        ? []
        : [
            problem(
              object,
              ['spec', 'selector'],
              `PodDisruptionBudget ${other.manifest.metadata.name} selects the pods of ${shared.kind} ${shared.object.manifest.metadata.name}, too, so the API server refuses to evict them and a drain fails`,
              'keep one of the two, or correct the selector',
            ),
          ];
    });
  },
};

function example(app: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx:1.29.3 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: api, labels: { app: api } }
spec: { containers: [{ name: api, image: nginx:1.29.3 }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: other }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: ${app} } } }
`;
}
