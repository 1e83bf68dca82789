import { type Problem, problem, type Rule } from '../../rule.ts';
import type { KubernetesOptions } from './options.ts';

export const addressUnknownPort: Rule<KubernetesOptions> = {
  id: 'address-unknown-port',
  set: 'kubernetes',
  title: 'The port of an address is a port of its Service.',
  why: 'The Service forwards nothing on another port, so every connection fails.',
  source: 'Kubernetes docs, Service, ports',
  severity: 'error',
  scope: 'cluster',
  bad: example(5433),
  good: example(5432),
  check: ({ addresses, services }, { services: others = {} }) =>
    addresses.flatMap(({ object, isCertain, via, service, namespace, port, path }): Problem[] => {
      const found = services.find((one) => one.name === service && one.namespace === namespace);
      const ports = found?.ports.map((one) => one.port) ?? others[service];
      return !isCertain || port === undefined || ports === undefined || ports.includes(port)
        ? []
        : [
            problem(
              object,
              path,
              `${via} uses port ${port} of Service ${namespace}/${service}, which has ${ports.length === 0 ? 'no port' : `port ${ports.join(', ')}`}, so every connection fails`,
              ports.length === 0 ? 'add the port to the Service' : `set the port to ${ports[0]}`,
            ),
          ];
    }),
};

function example(port: number): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      env: [{ name: DB_HOST, value: db }, { name: DB_PORT, value: '${port}' }]
`;
}
