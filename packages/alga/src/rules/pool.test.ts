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

const server70 = (replicas: number, host: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
        - name: web
          env:
            - { name: DB_HOST, value: ${host} }
            - { name: DB_HOST_ADMIN, value: db }
            - { name: DB_NAME_SERVER, value: session }
`;

test('the server opens 15 sessions as administrator, and 70 more without a pool', () => {
  const pools = pool(1) + server('postgres, -c, max_connections=40');
  expect(found('postgres-connections', pools + server70(1, 'pool'))).toEqual([
    expect.stringContaining('45 may be opened: 30 by ConfigMap pool (pgbouncer.ini) and 15 by'),
  ]);
  expect(found('postgres-connections', pools + server70(2, 'db'))).toEqual([
    expect.stringContaining('200 may be opened: 30 by ConfigMap pool (pgbouncer.ini) and 170 by'),
  ]);
});

const autoscaler = `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 6 }
`;

test('an autoscaler counts with its maximum', () => {
  expect(
    found('postgres-connections', pool(1) + server() + server70(1, 'pool') + autoscaler),
  ).toEqual([expect.stringContaining('90 by Deployment web')]);
});

test('Postgres outside the cluster has the limit in the options', () => {
  const elsewhere = pool(1).replaceAll('host=db', 'host=db.example.com');
  const findings = (limit: number) =>
    alga({ postgresConnections: { 'db.example.com': limit } })
      .rules.filter(({ id }) => id === 'postgres-connections')
      .flatMap((rule) =>
        tryRule(rule, {
          objects: elsewhere,
          options: { postgresConnections: { 'db.example.com': limit } },
        }),
      )
      .map(printFinding);
  expect(findings(33)).toEqual([]);
  expect(findings(32)).toEqual([
    expect.stringContaining('ConfigMap pool: db.example.com allows 32 connections'),
  ]);
});

test('each pod of the server needs 70 connections of the session pool', () => {
  const service = `
---
apiVersion: v1
kind: Service
metadata: { name: pool }
spec: { selector: { app: pool }, ports: [{ port: 6432 }] }
`;
  const large = (size: number, pods: number) =>
    pool(1)
      .replace('pool_mode=session pool_size=10', `pool_mode=session pool_size=${size}`)
      .replace('template:', 'template:\n    metadata: { labels: { app: pool } }') +
    service +
    server70(pods, 'pool.default.svc.cluster.local');
  expect(found('pgbouncer-session-size', large(140, 2))).toEqual([]);
  expect(found('pgbouncer-session-size', large(139, 2))).toMatchInlineSnapshot(`
    [
      "error objects.yaml: ConfigMap pool: data["pgbouncer.ini"]: 1 pods of PgBouncer open 139 connections each to database session, and 2 pods of the server keep up to 140 sessions open, so some of them wait; set pool_size of session to 140 or more. [pgbouncer-session-size]",
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
