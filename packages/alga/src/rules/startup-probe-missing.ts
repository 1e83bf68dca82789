import { problem, type Rule } from '@helm-charts/check';
import { isObject, listensOn } from '@helm-charts/kubernetes';

export const startupProbeMissing: Rule = {
  id: 'startup-probe-missing',
  set: 'alga',
  title: 'Postgres, the frontend of Temporal and the server have a startup probe.',
  why: 'They recover, migrate or compile for minutes before they respond, and the kubelet restarts them when the liveness probe fails.',
  source: 'Kubernetes docs, Liveness, Readiness, and Startup Probes',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers:
        - { name: postgres, ports: [{ containerPort: 5432 }], livenessProbe: { tcpSocket: { port: 5432 } } }
`,
  good: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers:
        - { name: postgres, ports: [{ containerPort: 5432 }], livenessProbe: { tcpSocket: { port: 5432 } }, startupProbe: { tcpSocket: { port: 5432 }, failureThreshold: 60 } }
`,
  check: ({ pods }) =>
    pods.flatMap(({ object, kind, containers }) =>
      containers
        .filter(
          (container) =>
            container.isLasting &&
            !['Job', 'CronJob', 'Pod'].includes(kind) &&
            slowPorts.some((port) => listensOn(container, port)) &&
            isObject(container.fields.livenessProbe) &&
            !isObject(container.fields.startupProbe),
        )
        .map(({ name, path }) =>
          problem(
            object,
            [...path, 'startupProbe'],
            `container ${name} may start for minutes, and the kubelet restarts it when its livenessProbe fails before that`,
            'add a startupProbe with failureThreshold × periodSeconds of 300 or more',
          ),
        ),
    ),
};

/** The ports of Postgres, of the frontend of Temporal and of the server. */
const slowPorts = [5432, 7233, 3000];
