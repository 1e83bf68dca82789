import { problem, type Rule } from '@helm-charts/check';
import { stringsAt } from '@helm-charts/kubernetes';
import { isPostgres } from './postgres.ts';

export const postgresProbeLoopback: Rule = {
  id: 'postgres-probe-loopback',
  set: 'alga',
  title: 'Probes of Postgres connect over TCP.',
  why: 'On the Unix socket, pg_isready also succeeds while the temporary server of initdb runs.',
  source: 'docker-library/postgres#880',
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
        - { name: postgres, ports: [{ containerPort: 5432 }], readinessProbe: { exec: { command: [pg_isready] } } }
`,
  good: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers:
        - { name: postgres, ports: [{ containerPort: 5432 }], readinessProbe: { exec: { command: [pg_isready, --host=127.0.0.1] } } }
`,
  check: ({ pods }) =>
    pods.flatMap(({ object, kind, containers }) =>
      containers
        .filter(
          (container) =>
            container.isLasting &&
            !['Job', 'CronJob', 'Pod'].includes(kind) &&
            isPostgres(container),
        )
        .flatMap(({ name, fields, path }) =>
          ['startupProbe', 'readinessProbe', 'livenessProbe']
            .filter((probe) => usesSocket(fields[probe]))
            .map((probe) =>
              problem(
                object,
                [...path, probe],
                `the ${probe} of container ${name} connects to the Unix socket, so it also succeeds while the temporary server of initdb runs`,
                'add --host=127.0.0.1 to its command',
              ),
            ),
        ),
    ),
};

const usesSocket = (probe: unknown): boolean => {
  const command = stringsAt(probe, 'exec', 'command').join(' ');
  return /pg_isready|psql/.test(command) && !/127\.0\.0\.1|localhost/.test(command);
};
