import { objectAt, objectsAt, type Pod, type Service } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { enumerate } from '../../enumerate.ts';
import { isEmptySelector, selectorsOver } from '../../known/select.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { type Monitor, monitorsOf } from './monitors.ts';

export const monitorTarget: Rule = {
  id: 'monitor-target',
  set: 'kubernetes',
  title:
    'A ServiceMonitor selects a Service, a PodMonitor a pod, each with the port that it names.',
  why: 'Prometheus drops everything else and scrapes nothing, without an error.',
  source: 'prometheus-operator Documentation/troubleshooting.md',
  severity: 'error',
  scope: 'release',
  bad: example('web', 'htpp'),
  good: example('web', 'http'),
  check: (context) => {
    const selectServices = selectorsOver(
      context.services.map((service) => ({
        ...service,
        labels: objectAt(service.object.manifest, 'metadata', 'labels'),
      })),
    );
    const portsOfService = ({ ports }: Service) => ports.map(({ name }) => name);
    return [
      ...monitorsOf(context, 'ServiceMonitor').flatMap((monitor) =>
        check(monitor, context, 'Service', selectServices, portsOfService),
      ),
      ...monitorsOf(context, 'PodMonitor').flatMap((monitor) =>
        check(monitor, context, 'pod', context.selectPods, portsOfPod),
      ),
    ];
  },
};

const portsOfPod = ({ containers }: Pod): readonly unknown[] =>
  containers.flatMap(({ fields }) => objectsAt(fields, 'ports').map(({ name }) => name));

const check = <T>(
  { object, namespaces, selector, endpoints, field }: Monitor,
  { seesPods }: Context,
  what: string,
  select: (namespace: string, selector: Monitor['selector']) => readonly T[],
  portsOf: (item: T) => readonly unknown[],
): readonly Problem[] => {
  if (namespaces === undefined || isEmptySelector(selector)) return [];
  if (!namespaces.every((namespace) => seesPods(object, namespace, 'own'))) return [];
  const found = namespaces.flatMap((namespace) => select(namespace, selector));
  if (found.length === 0)
    return [
      problem(
        object,
        ['spec', 'selector'],
        `no ${what} of namespace ${enumerate(namespaces)} has these labels, so Prometheus scrapes nothing`,
        `correct the selector, or the labels of the ${what}`,
      ),
    ];
  const ports = new Set(found.flatMap(portsOf));
  return endpoints.flatMap(({ port }, index) =>
    typeof port !== 'string' || ports.has(port)
      ? []
      : [
          problem(
            object,
            ['spec', field, index, 'port'],
            `no selected ${what} has a port named ${port} (its ports: ${enumerate([...ports].map(String)) || 'none'}), so Prometheus scrapes nothing`,
            'correct the name of the port',
          ),
        ],
  );
};

function example(app: string, port: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web, labels: { app: web } }
spec: { ports: [{ name: http, port: 80 }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web }
spec:
  selector: { matchLabels: { app: ${app} } }
  endpoints: [{ port: ${port} }]
`;
}
