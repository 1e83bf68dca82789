import {
  type Container,
  type FieldPath,
  objectsAt,
  type Pod,
  targetPort,
  valueAt,
} from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { enumerate } from '../../enumerate.ts';
import { didYouMean } from '../../known/similar.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { mayListen, numbersOf } from './listening.ts';

export const probePort: Rule = {
  id: 'probe-port',
  set: 'kubernetes',
  title: 'The port of a probe or of a lifecycle hook is a port of its container.',
  why: 'The kubelet resolves a name in the ports of that container only. If nothing listens on the port, the pod never becomes ready, or is restarted again and again.',
  source: 'Kubernetes pkg/probe/util.go, ResolveContainerPort',
  severity: 'error',
  scope: 'release',
  bad: pod('htpp'),
  good: pod('http'),
  check: (context) => {
    const isServed = servedPorts(context);
    return context.pods.flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const ports = portsIn(container);
        return ports.flatMap(({ port, path }): Problem[] => {
          const named = nameFault(port, container);
          if (named !== undefined) return [problem(pod.object, path, ...named)];
          const others = ports.filter((one) => one.path !== path).map((one) => one.port);
          return isWrong(Number(port), container, pod, others, isServed)
            ? [
                problem(
                  pod.object,
                  path,
                  `container ${container.name} lists port ${enumerate(numbersOf(pod).map(String))} and not ${String(port)}, so nothing answers the probe`,
                  'correct the port, or add it to the ports of the container',
                ),
              ]
            : [];
        });
      }),
    );
  },
};

/** What is wrong with a name, and what to do; `"8080"` is a number to the kubelet. */
const nameFault = (
  port: unknown,
  { name, fields }: Container,
): readonly [string, string] | undefined => {
  if (typeof port !== 'string' || !Number.isNaN(Number(port))) return undefined;
  const names = portNames(fields);
  return names.includes(port)
    ? undefined
    : [
        `container ${name} has no port named ${port}, so the probe always fails`,
        didYouMean(port, names) ?? 'name a port of the container',
      ];
};

/**
 * Whether a number is a mistake. A container need not list its ports, so it must be the only probe of the container that uses a port
 * which is not listed, or the only listed port must be that of a Service.
 */
const isWrong = (
  number: number,
  { fields }: Container,
  pod: Pod,
  others: readonly unknown[],
  isServed: (pod: Pod, port: number) => boolean,
): boolean => {
  const listed = objectsAt(fields, 'ports');
  // Containers of a pod share their network.
  if (Number.isNaN(number) || listed.length === 0 || mayListen(pod, number)) return false;
  const [first, ...rest] = listed.map(({ containerPort }) => containerPort);
  return (
    others.some((one) => isListed(one, fields)) ||
    (rest.length === 0 &&
      typeof first === 'number' &&
      isServed(pod, first) &&
      !healthPorts.has(number))
  );
};

const isListed = (port: unknown, fields: Container['fields']): boolean =>
  objectsAt(fields, 'ports').some(
    ({ name, containerPort }) => port === name || Number(port) === containerPort,
  );

const portNames = (fields: Container['fields']): readonly string[] =>
  objectsAt(fields, 'ports').flatMap(({ name }) => (typeof name === 'string' ? [name] : []));

/** Ports on which programs answer probes by default, and which charts often do not list: of controller-runtime, Istio, ingress-nginx. */
const healthPorts: ReadonlySet<number> = new Set([
  8000, 8081, 8082, 9440, 9808, 10254, 15020, 15021,
]);

/** Tells whether a Service forwards to a port of a pod. */
const servedPorts = ({ services, selectPods }: Context): ((pod: Pod, port: number) => boolean) => {
  const served = new Map<Pod, Set<number | undefined>>();
  for (const { namespace, selector, ports } of services) {
    if (Object.keys(selector).length === 0) continue;
    for (const pod of selectPods(namespace, { matchLabels: selector })) {
      const found = served.get(pod) ?? new Set();
      for (const port of ports) found.add(targetPort(port, pod));
      served.set(pod, found);
    }
  }
  return (pod, port) => served.get(pod)?.has(port) ?? false;
};

/** The ports of probes and hooks; those of another host are not the container's. */
const portsIn = ({ fields, path }: Container): readonly { port: unknown; path: FieldPath }[] =>
  handlers.flatMap((handler) => {
    const ways = valueAt(fields, ...handler);
    return ['httpGet', 'tcpSocket', 'grpc'].flatMap((way) => {
      const port = valueAt(ways, way, 'port');
      return port === undefined || valueAt(ways, way, 'host') !== undefined
        ? []
        : [{ port, path: [...path, ...handler, way, 'port'] }];
    });
  });

const handlers = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

function pod(port: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: nginx:1.29.3
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe: { httpGet: { path: /, port: ${port} } }
`;
}
