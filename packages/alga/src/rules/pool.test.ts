import { tryRule } from '@helm-charts/check';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { alga } from './index.ts';

/** What one rule of the set finds. */
const found = (id: string, objects: string): readonly string[] =>
  alga()
    .rules.filter((rule) => rule.id === id)
    .flatMap((rule) => tryRule(rule, objects))
    .map(printFinding);

const server = (command = ''): string => `
---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: db } }
spec: { containers: [{ name: postgres, command: [${command}], ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
`;

const pool = (replicas: number): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: pool }
data:
  pgbouncer.ini: |
    [databases]
    server = host=db port=5432 pool_mode=transaction pool_size=20
    session = host=db port=5432 pool_mode=session pool_size=10
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: pool }
spec:
  replicas: ${replicas}
  template:
    spec:
      volumes: [{ name: config, configMap: { name: pool } }]
      containers: [{ name: pgbouncer }]
`;

const temporal = `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: temporal }
data:
  config.yaml: |
    default: { sql: { connectAddr: "db:5432", maxConns: 5 } }
    visibility: { sql: { connectAddr: "db:5432", maxConns: 5 } }
`;

const client = `
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, env: [{ name: DB_HOST, value: db }, { name: DB_PORT, value: "5432" }] }] }
`;

test('the pools of two PgBouncers, of Temporal and of a client are added up', () => {
  expect(found('postgres-connections', pool(1) + temporal + client + server())).toEqual([]);
  expect(
    found('postgres-connections', pool(2) + temporal + client + server()),
  ).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod db: spec: Postgres allows 100 connections, 3 of them to the superuser, and 110 may be opened: 60 by ConfigMap pool (pgbouncer.ini), 40 by ConfigMap temporal (maxConns of 4 services) and 10 by Pod web; reduce the size of a pool, or raise max_connections of Postgres. [postgres-connections]",
    ]
  `);
});

test('the limit of Postgres may be lower than its default', () => {
  expect(
    found('postgres-connections', pool(1) + server('postgres, -c, max_connections=20')),
  ).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod db: spec: Postgres allows 20 connections, 3 of them to the superuser, and 30 may be opened: 30 by ConfigMap pool (pgbouncer.ini); reduce the size of a pool, or raise max_connections of Postgres. [postgres-connections]",
    ]
  `);
});

test('a pod may read the hash of its bootstrap from a ConfigMap of another release', () => {
  const worker = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  template:
    spec:
      initContainers:
        - name: wait
          env: [{ name: BOOTSTRAP_HASH, valueFrom: { configMapKeyRef: { name: bootstrap, key: hash } } }]
      containers: [{ name: worker, env: [{ name: DB_HOST, value: db }] }]
`;
  expect(found('bootstrap-hash', worker)).toEqual([]);
  expect(found('bootstrap-wait', worker)).toEqual([]);
});
