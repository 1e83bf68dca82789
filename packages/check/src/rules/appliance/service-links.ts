import { problem, type Rule } from '../../rule.ts';

export const serviceLinks: Rule = {
  id: 'service-links',
  set: 'appliance',
  title: 'A pod sets enableServiceLinks to false.',
  why: 'Otherwise a Service named db sets the variable DB_PORT=tcp://… in every container of its namespace, and programs may read it as a setting.',
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
          'each Service of the namespace sets variables in the containers, for instance DB_PORT=tcp://…, which programs may read as settings',
          'set enableServiceLinks: false',
        ),
      ),
};
