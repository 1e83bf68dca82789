import { objectAt, objectsAt, type Pod, valueAt } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { isEmptySelector } from '../../known/select.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const schedulingSelector: Rule = {
  id: 'scheduling-selector',
  set: 'kubernetes',
  title: 'The selectors of topologySpreadConstraints and of required pod affinity match a pod.',
  why: 'A constraint that counts no pod spreads nothing, and a pod that must run beside a pod that does not exist stays Pending.',
  source: 'Kubernetes docs, Pod Topology Spread Constraints; Assigning Pods to Nodes',
  severity: 'error',
  scope: 'release',
  bad: example('wbe'),
  good: example('web'),
  check: (context) =>
    context.pods.flatMap((pod) => terms.flatMap((one) => problemsIn(pod, one, context))),
};

/** A list of terms with selectors. */
interface Terms {
  readonly path: readonly string[];
  /** Whose pods the selector means: those of the same release, or of any. */
  readonly tie: 'own' | 'shared';
  readonly effect: string;
}

const terms: readonly Terms[] = [
  {
    path: ['topologySpreadConstraints'],
    tie: 'own',
    effect: 'so the constraint spreads nothing',
  },
  {
    path: ['affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'],
    tie: 'shared',
    effect: 'so the scheduler finds no node and the pod stays Pending',
  },
];

const problemsIn = (
  { object, namespace, spec, path }: Pod,
  { path: at, tie, effect }: Terms,
  { seesPods, selectPods, kind }: Context,
): readonly Problem[] =>
  objectsAt(spec, ...at).flatMap((term, index): Problem[] => {
    const selector = objectAt(term, 'labelSelector');
    const isOther = ['namespaces', 'namespaceSelector'].some(
      (field) => valueAt(term, field) !== undefined,
    );
    return isOther ||
      valueAt(term, 'labelSelector') === undefined ||
      isEmptySelector(selector) ||
      !seesPods(object, namespace, tie) ||
      selectPods(namespace, selector).length > 0
      ? []
      : [
          {
            ...problem(
              object,
              [...path, 'spec', ...at, index, 'labelSelector'],
              `no pod of namespace ${namespace} has these labels, ${effect}`,
              'correct the selector, or the labels of the pods',
            ),
            // Something else in the cluster may create the pods.
            ...(kind === 'tree' && { severity: 'warning' as const }),
          },
        ];
  });

function example(app: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      topologySpreadConstraints:
        - topologyKey: kubernetes.io/hostname
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: ${app} } }
      containers: [{ name: web, image: nginx:1.29.3 }]
`;
}
