import { problem, type Rule } from '@helm-charts/check';
import { numberAt } from '@helm-charts/kubernetes';
import { isPostgres } from './postgres.ts';

export const postgresGracePeriod: Rule = {
  id: 'postgres-grace-period',
  set: 'alga',
  title: 'Postgres has a termination grace period of 60 seconds.',
  why: 'The kubelet kills Postgres before its data is on disk, and the next start takes longer, since Postgres has to recover.',
  source: 'Postgres docs, Shutting Down the Server',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 10
      containers:
        - { name: postgres, ports: [{ containerPort: 5432 }] }
`,
  good: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 60
      containers:
        - { name: postgres, ports: [{ containerPort: 5432 }] }
`,
  check: ({ pods }) =>
    pods
      .filter(({ kind, containers }) => kind !== 'Job' && containers.some(isPostgres))
      .flatMap(({ object, spec, path }) => {
        const seconds = numberAt(spec, 'terminationGracePeriodSeconds') ?? 30;
        if (seconds >= 60) return [];
        return [
          problem(
            object,
            [...path, 'spec', 'terminationGracePeriodSeconds'],
            `the termination grace period of Postgres is ${seconds} seconds, but it may need 60 to write its data to disk`,
            'set terminationGracePeriodSeconds to 60 or more',
          ),
        ];
      }),
};
