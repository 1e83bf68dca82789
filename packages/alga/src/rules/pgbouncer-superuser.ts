import { problem, type Rule } from '@helm-charts/check';
import { poolersOf } from './pooler.ts';
import { superuserKeys } from './superuser.ts';

export const pgbouncerSuperuser: Rule = {
  id: 'pgbouncer-superuser',
  set: 'alga',
  title: 'PgBouncer does not know the superuser.',
  why: 'Every client that guesses the password could do anything.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad: `
apiVersion: v1
kind: ConfigMap
metadata: { name: pool }
data:
  pgbouncer.ini: |
    [databases]
    server = host=db port=5432 pool_mode=transaction
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: pool }
spec:
  template:
    metadata: { labels: { app: pool } }
    spec:
      volumes: [{ name: config, configMap: { name: pool } }]
      containers: [{ name: pgbouncer, ports: [{ containerPort: 6432 }], env: [{ name: PGBOUNCER_USER, value: postgres }] }]
`,
  good: `
apiVersion: v1
kind: ConfigMap
metadata: { name: pool }
data:
  pgbouncer.ini: |
    [databases]
    server = host=db port=5432 pool_mode=transaction
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: pool }
spec:
  template:
    metadata: { labels: { app: pool } }
    spec:
      volumes: [{ name: config, configMap: { name: pool } }]
      containers: [{ name: pgbouncer, ports: [{ containerPort: 6432 }], env: [{ name: PGBOUNCER_USER, value: server }] }]
`,
  check: (context) =>
    poolersOf(context).flatMap((pooler) =>
      pooler.pods.flatMap((pod) => [
        ...superuserKeys(pod, pod.containers).map(({ name, key, path }) =>
          problem(
            pod.object,
            path,
            `PgBouncer gets ${key} of Secret ${name}, the password of the superuser`,
            'leave the superuser out of its user list',
          ),
        ),
        ...pod.containers.flatMap(({ variables }) =>
          variables
            .filter(({ name, value }) => name.includes('USER') && value === 'postgres')
            .map(({ name, path }) =>
              problem(
                pod.object,
                path,
                `${name} makes the superuser a user of PgBouncer`,
                'leave the superuser out of its user list',
              ),
            ),
        ),
      ]),
    ),
};
