import { missingTarget } from '../../known/missing.ts';
import type { Rule } from '../../rule.ts';
import { backendsOf } from './backends.ts';

export const backendMissing: Rule = {
  id: 'backend-missing',
  set: 'kubernetes',
  title:
    'The Service exists to which an Ingress, a route, a webhook or an APIService sends requests.',
  why: 'Without the Service each request fails. The API server rejects objects whose webhook it cannot call.',
  source: 'Kubernetes docs, Ingress; Gateway API, HTTPBackendRef; apiserver pkg/util/webhook',
  severity: 'error',
  scope: 'release',
  bad: example('wbe'),
  good: example('web'),
  check: (context) => backendsOf(context).flatMap((backend) => missingTarget(context, backend)),
};

function example(name: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { defaultBackend: { service: { name: ${name}, port: { name: http } } } }
`;
}
