import { numberAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import type { SingleNodeOptions } from './options.ts';

export const replicas: Rule<SingleNodeOptions> = {
  id: 'replicas',
  set: 'single-node',
  title: 'A workload has one replica for each node, or fewer.',
  why: 'A second pod on the same node costs memory and survives no failure that the first does not.',
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
              `it has ${count} replicas, and the cluster has ${nodes === 1 ? 'one node' : `${nodes} nodes`}`,
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
