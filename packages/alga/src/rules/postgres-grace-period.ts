import { problem, type Rule } from '@helm-charts/check';
import { numberAt } from '@helm-charts/kubernetes';
import { isPostgres } from './postgres.ts';

export const postgresGracePeriod: Rule = {
  id: 'postgres-grace-period',
  set: 'alga',
  title: 'Postgres has 60 seconds to end.',
  why: 'It is killed before it has written everything down, and recovers at the next start.',
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
            `Postgres has ${seconds} seconds to end, and may need 60 to write everything down`,
            'set terminationGracePeriodSeconds to 60 or more',
          ),
        ];
      }),
};
