import { objectAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { onOneNode } from './node.ts';
import type { SingleNodeOptions } from './options.ts';

export const nodeSelector: Rule<SingleNodeOptions> = {
  id: 'node-selector',
  set: 'single-node',
  title: 'On one node, no pod has a nodeSelector.',
  why: 'If the only node lacks the label, the scheduler finds no node and the pod stays Pending.',
  source: 'Kubernetes docs, Assigning Pods to Nodes, nodeSelector',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: pod('nodeSelector: { disk: ssd }'), options: { nodes: 1 } },
  good: { objects: pod('nodeSelector: {}'), options: { nodes: 1 } },
  check: onOneNode(({ pods }) =>
    pods
      .filter(({ spec }) => Object.keys(objectAt(spec, 'nodeSelector')).length > 0)
      .map(({ object, path }) =>
        problem(
          object,
          [...path, 'spec', 'nodeSelector'],
          'if the only node does not have these labels, the pod stays Pending',
          'remove it',
        ),
      ),
  ),
};

function pod(fields: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  ${fields}
  containers: [{ name: web, image: nginx:1.29.3 }]
`;
}
