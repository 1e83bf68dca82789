import {
  namespaceOf,
  numberAt,
  objectAt,
  type Pod,
  stringAt,
  valueAt,
} from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { autoscalersOf } from './autoscalers.ts';

export const disruptionBudgetBlocks: Rule = {
  id: 'disruption-budget-blocks',
  set: 'kubernetes',
  title: 'A PodDisruptionBudget allows the eviction of at least one pod.',
  why: 'If it allows none, kubectl drain waits forever, so a node can never be upgraded.',
  source: 'Kubernetes pkg/controller/disruption/disruption.go, getExpectedPodCount',
  severity: 'error',
  scope: 'release',
  bad: example(2),
  good: example(1),
  check: (context) => {
    const replicasOf = replicasIn(context);
    return context.ofKind('PodDisruptionBudget').flatMap((object): Problem[] => {
      const { spec } = object.manifest;
      const namespace = namespaceOf(object.manifest);
      const pods = context.selectPods(namespace, objectAt(spec, 'selector'));
      const counts = pods.map(replicasOf);
      if (pods.length === 0 || counts.some((count) => count === undefined)) return [];
      const total = counts.reduce<number>((sum, count = 0) => sum + count, 0);
      if (total === 0) return [];
      const field = ['minAvailable', 'maxUnavailable'].find(
        (one) => valueAt(spec, one) !== undefined,
      );
      if (field === undefined) return [];
      const value = amount(valueAt(spec, field), total);
      const allowed = field === 'minAvailable' ? total - value : value;
      return allowed > 0
        ? []
        : [
            problem(
              object,
              ['spec', field],
              `of ${total} ${total === 1 ? 'pod' : 'pods'} it never allows to evict one, so a drain of their node waits forever`,
              total === 1
                ? 'run two replicas, or set maxUnavailable: 1'
                : `set ${field} so that at least one pod may be evicted`,
            ),
          ];
    });
  },
};

/** A percentage is rounded up (apimachinery: pkg/util/intstr, GetScaledValueFromIntOrPercent). */
const amount = (value: unknown, total: number): number => {
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? Number(value) : Math.ceil((Number(percent) * total) / 100);
};

/** The smallest number of pods of a workload; undefined if nobody knows. */
const replicasIn = (context: Context): ((pod: Pod) => number | undefined) => {
  const scaled = new Map(
    autoscalersOf(context)
      .filter(({ object }) => object.manifest.kind !== 'VerticalPodAutoscaler')
      .map(({ object, target }) => [
        `${target.kind} ${target.namespace}/${target.name}`,
        object.manifest,
      ]),
  );
  return ({ kind, namespace, object: { manifest } }) => {
    if (kind !== 'Deployment' && kind !== 'StatefulSet') return undefined;
    const autoscaler = scaled.get(`${kind} ${namespace}/${manifest.metadata.name}`);
    if (autoscaler === undefined) return numberAt(manifest, 'spec', 'replicas') ?? 1;
    return stringAt(autoscaler, 'kind') === 'HorizontalPodAutoscaler'
      ? (numberAt(autoscaler, 'spec', 'minReplicas') ?? 1)
      : undefined;
  };
};

function example(minAvailable: number): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx:1.29.3 }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: ${minAvailable}, selector: { matchLabels: { app: web } } }
`;
}
