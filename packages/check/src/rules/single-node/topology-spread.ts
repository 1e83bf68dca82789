import { listAt, stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { onOneNode } from './node.ts';
import type { SingleNodeOptions } from './options.ts';

export const topologySpread: Rule<SingleNodeOptions> = {
  id: 'topology-spread',
  set: 'single-node',
  title: 'On one node, no topologySpreadConstraint is whenUnsatisfiable: DoNotSchedule.',
  why: 'If the only node lacks the label of the zone, the scheduler finds no node and the pod stays Pending.',
  source: 'Kubernetes docs, Pod Topology Spread Constraints; topology.kubernetes.io/zone',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: pod('DoNotSchedule'), options: { nodes: 1 } },
  good: { objects: pod('ScheduleAnyway'), options: { nodes: 1 } },
  check: onOneNode(({ pods }) =>
    pods.flatMap(({ object, spec, path }) =>
      listAt(spec, 'topologySpreadConstraints').flatMap((constraint, index) =>
        (stringAt(constraint, 'whenUnsatisfiable') ?? 'DoNotSchedule') === 'DoNotSchedule'
          ? [
              problem(
                object,
                [...path, 'spec', 'topologySpreadConstraints', index, 'whenUnsatisfiable'],
                'if the only node does not meet the constraint, the pod stays Pending',
                'set it to ScheduleAnyway, or remove the constraint',
              ),
            ]
          : [],
      ),
    ),
  ),
};

function pod(whenUnsatisfiable: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  topologySpreadConstraints:
    - { topologyKey: topology.kubernetes.io/zone, maxSkew: 1, whenUnsatisfiable: ${whenUnsatisfiable} }
  containers: [{ name: web, image: nginx:1.29.3 }]
`;
}
