import { type Context, enumerate, problem, type Rule } from '@helm-charts/check';
import {
  commandOf,
  objectAt,
  type Pod,
  type Service,
  selects,
  stringAt,
} from '@helm-charts/kubernetes';
import { poolerConfig } from './example-pooler.ts';
import type { AlgaOptions } from './options.ts';
import { isPostgres } from './postgres.ts';
import { type PostgresServer, poolsOf, sum } from './postgres-pools.ts';

export const postgresConnections: Rule<AlgaOptions> = {
  id: 'postgres-connections',
  set: 'alga',
  title:
    'The sizes of all connection pools do not exceed max_connections of Postgres, in the cluster or in the option `postgresConnections`.',
  why: 'Postgres reserves three connections for superusers and refuses those beyond the limit, so the application fails under load.',
  source: 'Postgres docs, max_connections and superuser_reserved_connections',
  severity: 'error',
  scope: 'release',
  bad:
    poolerConfig(['server = host=db port=5432 pool_mode=transaction pool_size=120']) +
    `---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: db } }
spec: { containers: [{ name: postgres, ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
`,
  good:
    poolerConfig(['server = host=db port=5432 pool_mode=transaction pool_size=20']) +
    `---
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { app: db } }
spec: { containers: [{ name: postgres, ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
`,
  check: (context, { postgresConnections: limits = {} }) => [
    ...context.pods
      .filter(({ containers }) => containers.some(isPostgres))
      .flatMap((server) => {
        const services = context.services.filter((service) => selects(service, server));
        const message = excess(context, inCluster(services), limitOf(context, server), 'Postgres');
        return message === undefined
          ? []
          : [problem(server.object, [...server.path, 'spec'], message, fix)];
      }),
    ...Object.entries(limits).flatMap(([host, limit]) => {
      const server = outside(host);
      const message = excess(context, server, limit, host);
      const [first] = poolsOf(context, server);
      return message === undefined || first === undefined
        ? []
        : [problem(first.object, [], message, fix)];
    }),
  ],
};

const fix = 'reduce the size of a pool, or raise max_connections of Postgres';

const excess = (
  context: Context,
  server: PostgresServer,
  limit: number,
  name: string,
): string | undefined => {
  const pools = poolsOf(context, server);
  const total = sum(pools.map(({ size }) => size));
  if (total <= limit - 3) return undefined;
  const parts = enumerate(pools.map(({ size, by }) => `${size} by ${by}`));
  return `${name} allows ${limit} connections, 3 of them to the superuser, and ${total} may be opened: ${parts}`;
};

/** `max_connections` as an argument or in a mounted file; 100 is the default of Postgres. */
const limitOf = ({ find }: Context, pod: Pod): number => {
  const files = pod.volumes.flatMap(({ type, source }) => {
    const config = find('ConfigMap', pod.namespace, stringAt(source, 'name') ?? '');
    return type === 'configMap' ? Object.values(objectAt(config?.manifest, 'data')) : [];
  });
  const texts = [...pod.containers.flatMap(commandOf), ...files.map(String)].join('\n');
  return Number(/\bmax_connections\s*=\s*(\d+)/.exec(texts)?.[1] ?? 100);
};

const inCluster = (services: readonly Service[]): PostgresServer => ({
  hasHost: (host, namespace) => {
    const [name, where = namespace] = host.split('.');
    return services.some((service) => service.name === name && service.namespace === where);
  },
  isUsedBy: ({ addresses }) =>
    addresses.some(
      ({ service, namespace, isCertain }) =>
        isCertain && services.some((one) => one.name === service && one.namespace === namespace),
    ),
});

const outside = (server: string): PostgresServer => ({
  hasHost: (host) => host === server,
  isUsedBy: ({ settings }) => [...settings.values()].includes(server),
});
