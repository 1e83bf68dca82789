import { problem, type Rule } from '@helm-charts/check';
import { stringsAt } from '@helm-charts/kubernetes';
import { isPostgres } from './postgres.ts';

export const postgresProbeLoopback: Rule = {
  id: 'postgres-probe-loopback',
  set: 'alga',
  title: 'Probes of Postgres ask the server over TCP.',
  why: 'pg_isready on the socket also answers while initdb runs its temporary server.',
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
            .filter((probe) => asksSocket(fields[probe]))
            .map((probe) =>
              problem(
                object,
                [...path, probe],
                `the ${probe} of container ${name} asks the socket, where the temporary server of initdb answers, too`,
                'ask --host=127.0.0.1',
              ),
            ),
        ),
    ),
};

const asksSocket = (probe: unknown): boolean => {
  const command = stringsAt(probe, 'exec', 'command').join(' ');
  return /pg_isready|psql/.test(command) && !/127\.0\.0\.1|localhost/.test(command);
};
