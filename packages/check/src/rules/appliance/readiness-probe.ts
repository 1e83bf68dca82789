import { isObject } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { deploymentWith } from './example-deployment.ts';
import { lastingContainers } from './lasting-containers.ts';

export const readinessProbe: Rule = {
  id: 'readiness-probe',
  set: 'appliance',
  title: 'A long-running container has a readiness probe.',
  why: 'Without one the release is ready before the container serves requests.',
  source: 'Kubernetes docs, Liveness, Readiness, and Startup Probes',
  severity: 'error',
  scope: 'object',
  bad: deploymentWith('ports: [{ containerPort: 80 }]'),
  good: deploymentWith('readinessProbe: { httpGet: { path: /, port: 80 } }'),
  check: ({ pods }) =>
    lastingContainers(pods, ({ name, fields, path }, { object }) =>
      isObject(fields.readinessProbe)
        ? []
        : [
            problem(
              object,
              [...path, 'readinessProbe'],
              `container ${name} has no readinessProbe, so its release is ready before it serves requests`,
              'add a readinessProbe',
            ),
          ],
    ),
};
