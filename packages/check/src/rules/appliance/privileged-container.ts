import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { eachContainer } from './each-container.ts';

export const privilegedContainer: Rule = {
  id: 'privileged-container',
  set: 'appliance',
  title: 'No container is privileged.',
  why: 'Otherwise Pod Security "baseline" rejects the pod.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_privileged.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, securityContext: { privileged: true } }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3, securityContext: { privileged: false } }]
`,
  check: ({ pods }) =>
    eachContainer(pods, ({ name, fields, path }, { object }) =>
      valueAt(fields, 'securityContext', 'privileged') === true
        ? [
            problem(
              object,
              [...path, 'securityContext', 'privileged'],
              `container ${name} is privileged, which Pod Security "baseline" rejects`,
              'remove privileged',
            ),
          ]
        : [],
    ),
};
