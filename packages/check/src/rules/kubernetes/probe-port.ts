import {
  type Container,
  type FieldPath,
  objectsAt,
  type Pod,
  valueAt,
} from '@helm-charts/kubernetes';
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
  scope: 'object',
  bad: pod('htpp'),
  good: pod('http'),
  check: ({ pods }) =>
    pods.flatMap((pod) =>
      pod.containers.flatMap((container) =>
        portsIn(container).flatMap(({ port, path }) => {
          const message = faultOf(port, container, pod);
          return message === undefined
            ? []
            : [
                {
                  ...problem(pod.object, path, message.text, message.fix),
                  severity: message.severity,
                },
              ];
        }),
      ),
    ),
};

interface Fault {
  readonly text: string;
  readonly fix: string;
  readonly severity: NonNullable<Problem['severity']>;
}

const faultOf = (port: unknown, container: Container, pod: Pod): Fault | undefined => {
  const own = objectsAt(container.fields, 'ports');
  const names = own.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  // Also `"8080"` is a number to the kubelet.
  const number = Number(port);
  if (Number.isNaN(number)) {
    if (typeof port !== 'string' || names.includes(port)) return undefined;
    return {
      text: `container ${container.name} has no port named ${port}, so the probe always fails`,
      fix: didYouMean(port, names) ?? 'name a port of the container',
      severity: 'error',
    };
  }
  // Containers of a pod share their network.
  if (own.length === 0 || mayListen(pod, number)) return undefined;
  return {
    text: `no container of the pod has port ${number} (${enumerate(numbersOf(pod).map(String))} are listed), so the probe fails unless something listens there all the same`,
    fix: 'correct the port, or add it to the ports of the container',
    severity: 'error',
  };
};

/** The ports of probes and hooks; those of another host are not the container's. */
const portsIn = ({ fields, path }: Container): readonly { port: unknown; path: FieldPath }[] =>
  handlers.flatMap((handler) =>
    ['httpGet', 'tcpSocket', 'grpc'].flatMap((way) => {
      const at = [...handler, way];
      const port = valueAt(fields, ...at, 'port');
      return port === undefined || valueAt(fields, ...at, 'host') !== undefined
        ? []
        : [{ port, path: [...path, ...at, 'port'] }];
    }),
  );

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
