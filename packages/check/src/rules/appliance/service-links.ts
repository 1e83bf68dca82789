import { problem, type Rule } from '../../rule.ts';

export const serviceLinks: Rule = {
  id: 'service-links',
  set: 'appliance',
  title: 'A pod gets no variables for Services.',
  why: 'A Service named db sets DB_PORT=tcp://… in every container of its namespace, which programs take for a setting.',
  source: 'Kubernetes pkg/kubelet/envvars/envvars.go',
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
  enableServiceLinks: false
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  check: ({ pods }) =>
    pods
      .filter(({ spec }) => spec.enableServiceLinks !== false)
      .map(({ object, path }) =>
        problem(
          object,
          [...path, 'spec', 'enableServiceLinks'],
          'each Service of the namespace sets variables in the containers, for instance DB_PORT=tcp://…',
          'set enableServiceLinks: false',
        ),
      ),
};
