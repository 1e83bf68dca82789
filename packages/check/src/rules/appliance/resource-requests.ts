import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';

export const resourceRequests: Rule = {
  id: 'resource-requests',
  set: 'appliance',
  title: 'A container requests CPU and memory.',
  why: 'The scheduler and the kernel divide the resources of a node by requests: without one, a container only gets what other containers do not use.',
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
  containers: [{ name: web, image: nginx:1.29.3, resources: { requests: { cpu: 50m, memory: 64Mi } } }]
`,
  check: ({ pods }) =>
    eachContainer(pods, ({ name, type, fields, path }, { object }) =>
      // Ephemeral containers have no resources.
      ['cpu', 'memory']
        .filter(
          (resource) =>
            type !== 'ephemeral' &&
            valueAt(fields, 'resources', 'requests', resource) === undefined,
        )
        .map((resource) =>
          problem(
            object,
            [...path, 'resources', 'requests', resource],
            `container ${name} requests no ${resource}, so it only gets what other containers do not use`,
            `set resources.requests.${resource}`,
          ),
        ),
    ),
};
