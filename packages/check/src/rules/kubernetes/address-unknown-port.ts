import { keyFor, type Service, stringAt } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { numbersOf } from './listening.ts';
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
  check: (context, { services: others = {} }) => {
    const serviceOf = new Map(context.services.map((one) => [one.object, one]));
    return context.addresses.flatMap((address): Problem[] => {
      const { object, isCertain, via, service, namespace, port, path } = address;
      const target = context.byKey.get(keyFor('Service', namespace, service));
      const found = target && serviceOf.get(target);
      const ports = found === undefined ? others[service] : portsTo(found, context);
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
    });
  },
};

/** The ports that clients reach; undefined if nobody knows. A headless Service has the addresses of its pods, with all of their ports. */
const portsTo = (
  { object, namespace, selector, ports }: Service,
  { selectPods }: Context,
): readonly unknown[] | undefined => {
  const own = ports.map(({ port }) => port);
  const { spec } = object.manifest;
  if (stringAt(spec, 'type') === 'ExternalName') return undefined;
  if (stringAt(spec, 'clusterIP') !== 'None') return own;
  const pods = selectPods(namespace, { matchLabels: selector });
  const listed = pods.map(numbersOf);
  return listed.length === 0 || listed.some((numbers) => numbers.length === 0)
    ? undefined
    : [...new Set([...own, ...listed.flat()])];
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
