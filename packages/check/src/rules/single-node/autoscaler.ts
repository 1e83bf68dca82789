import { problem, type Rule } from '../../rule.ts';
import { onOneNode } from './node.ts';
import type { SingleNodeOptions } from './options.ts';

export const autoscaler: Rule<SingleNodeOptions> = {
  id: 'autoscaler',
  set: 'single-node',
  title: 'A cluster of one node has no HorizontalPodAutoscaler.',
  why: 'More pods on the same node add no capacity, and without a metrics server the autoscaler only reports missing metrics.',
  source: 'Kubernetes docs, Horizontal Pod Autoscaling',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: autoscalerOf('web'), options: { nodes: 1 } },
  good: { objects: autoscalerOf('web'), options: { nodes: 3 } },
  check: onOneNode(({ ofKind }) =>
    ofKind('HorizontalPodAutoscaler').map((object) =>
      problem(
        object,
        [],
        'more pods on the only node add no capacity',
        'disable the autoscaler in the values',
      ),
    ),
  ),
};

function autoscalerOf(name: string): string {
  return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
`;
}
