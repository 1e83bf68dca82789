import { numberAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import type { SingleNodeOptions } from './options.ts';

export const replicas: Rule<SingleNodeOptions> = {
  id: 'replicas',
  set: 'single-node',
  title: 'A workload has at least one replica and at most one for each node.',
  why: 'A second pod on the same node uses memory and does not survive a failure of the node either.',
  source: 'Kubernetes docs, Pod Topology Spread Constraints',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: deployment(2), options: { nodes: 1 } },
  good: { objects: deployment(1), options: { nodes: 1 } },
  check: ({ ofKind }, { nodes }) =>
    ofKind('Deployment', 'StatefulSet').flatMap((object) => {
      const count = numberAt(object.manifest, 'spec', 'replicas') ?? 1;
      return count === nodes || (count < nodes && count > 0)
        ? []
        : [
            problem(
              object,
              ['spec', 'replicas'],
              count < 1
                ? 'it is 0, so no pod of the workload runs'
                : `it is ${count} but the cluster has ${nodes === 1 ? 'one node' : `${nodes} nodes`}, so further pods use memory and survive no failure of a node`,
              `set it to ${nodes}`,
            ),
          ];
    }),
};

function deployment(count: number): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: ${count} }
`;
}
