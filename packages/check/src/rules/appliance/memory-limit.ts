import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';

export const memoryLimit: Rule = {
  id: 'memory-limit',
  set: 'appliance',
  title: 'A container has a memory limit.',
  why: "A container without a limit can use all memory of the node, and the node's out-of-memory handler kills such pods first.",
  source: 'Kubernetes docs, Resource Management for Pods and Containers',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, resources: { limits: { memory: 128Mi } } }]
`,
  check: ({ pods }) =>
    eachContainer(pods, ({ name, type, fields, path }, { object }) =>
      // Ephemeral containers have no resources.
      type === 'ephemeral' || valueAt(fields, 'resources', 'limits', 'memory') !== undefined
        ? []
        : [
            problem(
              object,
              [...path, 'resources', 'limits', 'memory'],
              `container ${name} has no memory limit, and the node's out-of-memory handler kills such pods first`,
              'set resources.limits.memory, for instance 128Mi',
            ),
          ],
    ),
};
