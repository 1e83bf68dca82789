import { problem, type Rule } from '@helm-charts/check';
import { listensOn, stringsAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';

export const pgbouncerStopSignal: Rule = {
  id: 'pgbouncer-stop-signal',
  set: 'alga',
  title: 'PgBouncer is stopped with SIGINT.',
  why: 'After SIGTERM it waits for clients that never disconnect, until the kubelet kills it.',
  source: 'PgBouncer doc/usage.md, Signals',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: pool }
spec:
  template:
    spec:
      containers:
        - { name: pgbouncer, ports: [{ containerPort: 6432 }] }
`,
  good: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: pool }
spec:
  template:
    spec:
      containers:
        - { name: pgbouncer, ports: [{ containerPort: 6432 }], lifecycle: { preStop: { exec: { command: [/bin/sh, -c, kill -INT 1; sleep 15] } } } }
`,
  check: ({ pods }) =>
    pods
      .filter(({ kind }) => kind !== 'Job')
      .flatMap(({ object, containers }) =>
        containers
          .filter((container) => listensOn(container, 6432))
          .filter(({ fields }) => !/\bINT\b/.test(stopOf(fields)))
          .map(({ name, path }) =>
            problem(
              object,
              [...path, 'lifecycle', 'preStop'],
              `container ${name} gets SIGTERM, after which PgBouncer waits for clients that never disconnect`,
              'send SIGINT in a preStop hook, for example `kill -INT 1`; PgBouncer then waits only for running transactions',
            ),
          ),
      ),
};

const stopOf = (fields: JsonObject): string =>
  stringsAt(fields, 'lifecycle', 'preStop', 'exec', 'command').join(' ');
