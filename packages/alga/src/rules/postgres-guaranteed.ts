import { problem, type Rule } from '@helm-charts/check';
import { valueAt } from '@helm-charts/kubernetes';
import { isPostgres } from './postgres.ts';

export const postgresGuaranteed: Rule = {
  id: 'postgres-guaranteed',
  set: 'alga',
  title: 'The pod of Postgres has the quality of service Guaranteed.',
  why: 'The out-of-memory handler of the node kills a pod of another class earlier.',
  source: 'Kubernetes docs, Pod Quality of Service Classes',
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
        - { name: postgres, ports: [{ containerPort: 5432 }], resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { cpu: "2", memory: 1Gi } } }
`,
  good: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers:
        - { name: postgres, ports: [{ containerPort: 5432 }], resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { cpu: 500m, memory: 1Gi } } }
`,
  check: ({ pods }) =>
    pods
      .filter(({ containers }) => containers.some(isPostgres))
      .flatMap(({ object, containers }) =>
        containers
          .filter(({ type }) => type !== 'ephemeral')
          .flatMap(({ name, fields, path }) =>
            ['cpu', 'memory'].flatMap((resource) => {
              const limit = valueAt(fields, 'resources', 'limits', resource);
              const request = valueAt(fields, 'resources', 'requests', resource);
              if (String(limit) === String(request)) return [];
              return [
                problem(
                  object,
                  [...path, 'resources', 'limits', resource],
                  `the limit of container ${name} for ${resource} differs from its request, so the pod of Postgres is not Guaranteed`,
                  `set limit and request to the same value, for instance ${String(limit ?? request ?? '1')}`,
                ),
              ];
            }),
          ),
      ),
};
