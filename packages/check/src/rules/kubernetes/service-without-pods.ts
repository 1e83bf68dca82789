import { problem, type Rule } from '../../rule.ts';
import { servicesWithKnownPods } from './known-pods.ts';

export const serviceWithoutPods: Rule = {
  id: 'service-without-pods',
  set: 'kubernetes',
  title: 'The selector of a Service matches a pod.',
  why: 'Connections to a Service without endpoints are refused.',
  source: 'Kubernetes docs, Service, selectors',
  severity: 'error',
  scope: 'release',
  bad: example('wbe'),
  good: example('web'),
  check: (context) =>
    servicesWithKnownPods(context)
      .filter(
        ({ namespace, selector }) =>
          context.selectPods(namespace, { matchLabels: selector }).length === 0,
      )
      .map(({ object }) =>
        problem(
          object,
          ['spec', 'selector'],
          'no pod has these labels, so connections to the Service are refused',
          'correct the selector, or the labels of the pods',
        ),
      ),
};

function example(app: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: ${app} }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx:1.29.3 }] }
`;
}
