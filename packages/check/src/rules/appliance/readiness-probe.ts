import { isObject } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { lastingContainers } from './lasting-containers.ts';

export const readinessProbe: Rule = {
  id: 'readiness-probe',
  set: 'appliance',
  title: 'A container that runs on has a readiness probe.',
  why: 'Without one the release counts as ready before the container answers.',
  source: 'Kubernetes docs, Liveness, Readiness, and Startup Probes',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.29.3
          ports: [{ containerPort: 80 }]
`,
  good: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.29.3
          readinessProbe: { httpGet: { path: /, port: 80 } }
`,
  check: ({ pods }) =>
    lastingContainers(pods, ({ name, fields, path }, { object }) =>
      isObject(fields.readinessProbe)
        ? []
        : [
            problem(
              object,
              [...path, 'readinessProbe'],
              `container ${name} has no readinessProbe, so its release is ready before it answers`,
              'add a readinessProbe',
            ),
          ],
    ),
};
