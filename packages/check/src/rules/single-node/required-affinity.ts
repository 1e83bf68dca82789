import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { onOneNode } from './node.ts';
import type { SingleNodeOptions } from './options.ts';

export const requiredAffinity: Rule<SingleNodeOptions> = {
  id: 'required-affinity',
  set: 'single-node',
  title: 'On one node, no pod has a required affinity.',
  why: 'If the only node does not meet it, the scheduler finds no node and the pod stays Pending.',
  source: 'Kubernetes docs, Assigning Pods to Nodes, affinity',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: pod('requiredDuringSchedulingIgnoredDuringExecution'), options: { nodes: 1 } },
  good: { objects: pod('preferredDuringSchedulingIgnoredDuringExecution'), options: { nodes: 1 } },
  check: onOneNode(({ pods }) =>
    pods.flatMap(({ object, spec, path }) =>
      ['nodeAffinity', 'podAffinity', 'podAntiAffinity']
        .map((kind) => ['affinity', kind, 'requiredDuringSchedulingIgnoredDuringExecution'])
        .filter((field) => valueAt(spec, ...field) !== undefined)
        .map((field) =>
          problem(
            object,
            [...path, 'spec', ...field],
            'if the only node does not meet it, the pod stays Pending',
            'remove it, or use preferredDuringSchedulingIgnoredDuringExecution',
          ),
        ),
    ),
  ),
};

function pod(field: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  affinity: { podAntiAffinity: { ${field}: [] } }
  containers: [{ name: web, image: nginx:1.29.3 }]
`;
}
