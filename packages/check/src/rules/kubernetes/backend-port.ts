import { keyFor, objectsAt, stringAt } from '@helm-charts/kubernetes';
import { enumerate } from '../../enumerate.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { backendsOf } from './backends.ts';

export const backendPort: Rule = {
  id: 'backend-port',
  set: 'kubernetes',
  title:
    'The Service of an Ingress, a route, a webhook or an APIService has the port that they name.',
  why: 'The Service forwards nothing on another port, so each request fails.',
  source: 'Kubernetes docs, Ingress; Gateway API, HTTPBackendRef; apiserver pkg/util/webhook',
  severity: 'error',
  scope: 'release',
  bad: example('htpp'),
  good: example('http'),
  check: (context) =>
    backendsOf(context).flatMap(({ object, target, port, effect }): Problem[] => {
      const { namespace, name } = target;
      const service = context.byKey.get(keyFor('Service', namespace, name))?.manifest;
      if (port === undefined || service === undefined) return [];
      if (stringAt(service, 'spec', 'type') === 'ExternalName') return [];
      const ports = objectsAt(service, 'spec', 'ports');
      const { value, path } = port;
      if (ports.some((one) => one.port === value || one.name === value)) return [];
      // Substitution of Flux can turn a number into a string, which the API server rejects by itself.
      if (ports.some((one) => String(one.port) === String(value))) return [];
      const has = ports.map(
        (one) => `${String(one.port)}${one.name ? ` (${String(one.name)})` : ''}`,
      );
      return [
        problem(
          object,
          path,
          `Service ${namespace}/${name} has no port ${String(value)}, only ${enumerate(has) || 'none'}, ${effect}`,
          has.length === 0 ? 'add the port to the Service' : 'use a port of the Service',
        ),
      ];
    }),
};

function example(port: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { defaultBackend: { service: { name: web, port: { name: ${port} } } } }
`;
}
