import { problem, type Rule } from '../../rule.ts';
import { onOneNode } from './node.ts';
import type { SingleNodeOptions } from './options.ts';

export const disruptionBudget: Rule<SingleNodeOptions> = {
  id: 'disruption-budget',
  set: 'single-node',
  title: 'A cluster of one node has no PodDisruptionBudget.',
  why: 'A budget for one replica allows no eviction, so the node can never be drained for an upgrade.',
  source: 'Kubernetes docs, Safely Drain a Node',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: budget(), options: { nodes: 1 } },
  good: { objects: budget(), options: { nodes: 3 } },
  check: onOneNode(({ ofKind }) =>
    ofKind('PodDisruptionBudget').map((object) =>
      problem(
        object,
        [],
        'with one replica the budget allows no eviction, so the only node can never be drained',
        'disable the budget in the values',
      ),
    ),
  ),
};

function budget(): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 1 }
`;
}
