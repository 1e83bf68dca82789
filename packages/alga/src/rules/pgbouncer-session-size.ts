import { type Context, problem, type Rule } from '@helm-charts/check';
import { namespaceOf, type Pod, selects } from '@helm-charts/kubernetes';
import { serverSessions } from '../sessions.ts';
import { poolerConfig, poolerPod } from './example-pooler.ts';
import { podCount } from './pod-count.ts';
import { configPath, type Pooler, poolersOf } from './pooler.ts';
import { sum } from './postgres-pools.ts';
import { isServer } from './server-container.ts';

export const pgbouncerSessionSize: Rule = {
  id: 'pgbouncer-session-size',
  set: 'alga',
  title: `A PgBouncer pool in session mode has ${serverSessions.role} connections for each pod of the server.`,
  why: 'Each open session of the server holds a connection of the pool until the server closes it, and the next session waits for up to query_wait_timeout.',
  source:
    'PgBouncer doc/config.md, pool_mode; alga-psa packages/db/src/lib/tenant.ts, connection.ts',
  severity: 'error',
  scope: 'cluster',
  bad: example(20),
  good: example(serverSessions.role),
  check: (context) =>
    poolersOf(context).flatMap((pooler) =>
      pooler.databases
        .filter(({ poolMode }) => poolMode === 'session')
        .flatMap(({ name, pairs }) => {
          const size = Number(
            pairs.get('pool_size') ?? pooler.settings.get('default_pool_size') ?? 20,
          );
          const poolers = sum(pooler.pods.map((pod) => podCount(context, pod)));
          const servers = serversOf(context, pooler, name);
          const needed = serverSessions.role * servers;
          return size * poolers >= needed
            ? []
            : [
                problem(
                  pooler.config,
                  configPath,
                  `${poolers} pods of PgBouncer open ${size} connections each to database ${name}, and ${servers} pods of the server keep up to ${needed} sessions open, so some of them wait`,
                  `set pool_size of ${name} to ${Math.ceil(needed / Math.max(poolers, 1))} or more`,
                ),
              ];
        }),
    ),
};

/** The number of pods of the server that connect to a database of the pooler. */
const serversOf = (context: Context, { config, pods }: Pooler, database: string): number => {
  const names = context.services
    .filter(
      (service) =>
        service.namespace === namespaceOf(config.manifest) &&
        pods.some((pod) => selects(service, pod)),
    )
    .map(({ name }) => name);
  const connects = ({ containers }: Pod): boolean =>
    containers.some(
      (container) =>
        isServer(container) &&
        container.settings.get('DB_NAME_SERVER') === database &&
        names.includes((container.settings.get('DB_HOST') ?? '').split('.')[0] ?? ''),
    );
  return sum(context.pods.filter(connects).map((pod) => podCount(context, pod)));
};

function example(size: number): string {
  return `${poolerConfig([`server = host=db port=5432 pool_mode=session pool_size=${size}`])}${poolerPod()}---
apiVersion: v1
kind: Service
metadata: { name: pool }
spec: { selector: { app: pool }, ports: [{ port: 6432 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - { name: DB_HOST, value: pool }
            - { name: DB_HOST_ADMIN, value: db }
            - { name: DB_NAME_SERVER, value: server }
`;
}
