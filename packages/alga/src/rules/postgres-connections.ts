import { type Context, enumerate, problem, type Rule } from '@helm-charts/check';
import {
  type Address,
  commandOf,
  listensOn,
  namespaceOf,
  numberAt,
  objectAt,
  type Pod,
  type Service,
  selects,
  stringAt,
} from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';
import { poolerConfig } from './example-pooler.ts';
import { poolersOf } from './pooler.ts';
import { isPostgres } from './postgres.ts';

export const postgresConnections: Rule = {
  id: 'postgres-connections',
  set: 'alga',
  title: 'The sizes of all connection pools do not exceed max_connections of Postgres.',
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
  check: (context) =>
    context.pods
      .filter(({ containers }) => containers.some(isPostgres))
      .flatMap((server) => {
        const services = context.services.filter((service) => selects(service, server));
        const limit = limitOf(context, server);
        const pools = [
          ...ofPoolers(context, services),
          ...ofTemporal(context, services),
          ...ofClients(context, services),
        ].filter(({ size }) => size > 0);
        const total = sum(pools.map(({ size }) => size));
        if (total <= limit - 3) return [];
        const parts = enumerate(pools.map(({ size, by }) => `${size} by ${by}`));
        return [
          problem(
            server.object,
            [...server.path, 'spec'],
            `Postgres allows ${limit} connections, 3 of them to the superuser, and ${total} may be opened: ${parts}`,
            'reduce the size of a pool, or raise max_connections of Postgres',
          ),
        ];
      }),
};

interface Pool {
  readonly size: number;
  readonly by: string;
}

/** `max_connections` as an argument or in a mounted file; 100 is the default of Postgres. */
const limitOf = ({ find }: Context, pod: Pod): number => {
  const files = pod.volumes.flatMap(({ type, source }) => {
    const config = find('ConfigMap', pod.namespace, stringAt(source, 'name') ?? '');
    return type === 'configMap' ? Object.values(objectAt(config?.manifest, 'data')) : [];
  });
  const texts = [...pod.containers.flatMap(commandOf), ...files.map(String)].join('\n');
  return Number(/\bmax_connections\s*=\s*(\d+)/.exec(texts)?.[1] ?? 100);
};

/** The pools of PgBouncer whose databases are on the server. */
const ofPoolers = (context: Context, services: readonly Service[]): readonly Pool[] =>
  poolersOf(context).map(({ config, settings, databases, pods }) => {
    const sizes = databases
      .filter(({ pairs }) =>
        isHost(services, pairs.get('host') ?? '', namespaceOf(config.manifest)),
      )
      .map(({ pairs }) =>
        Number(
          pairs.get('max_db_connections') ??
            pairs.get('pool_size') ??
            settings.get('max_db_connections') ??
            settings.get('default_pool_size') ??
            20,
        ),
      );
    const replicas = sum(pods.map(replicasOf)) || 1;
    return { size: sum(sizes) * replicas, by: `${manifestId(config.manifest)} (pgbouncer.ini)` };
  });

/** The pools of Temporal: `maxConns` of each store in its configuration, once for each of its services. */
const ofTemporal = ({ ofKind }: Context, services: readonly Service[]): readonly Pool[] =>
  ofKind('ConfigMap').map(({ manifest }) => {
    const texts = Object.values(objectAt(manifest, 'data')).map(String);
    const sizes = texts.flatMap((text) => {
      const hosts = [...text.matchAll(/connectAddr:\s*["']?([^"'\s:]+)/g)].map(([, host]) => host);
      return hosts.some((host) => isHost(services, host ?? '', namespaceOf(manifest)))
        ? [...text.matchAll(/maxConns:\s*["']?(\d+)/g)].map(([, size]) => Number(size))
        : [];
    });
    // A store that is a YAML alias of another one does not contain the number again.
    const stores = sizes.length === 1 ? sum(sizes) * temporalStores : sum(sizes);
    return {
      size: stores * temporalServices,
      by: `${manifestId(manifest)} (maxConns of ${temporalServices} services)`,
    };
  });

/** Pools of containers that connect to Postgres directly: the size in their environment, or 10, the default of node-postgres. */
const ofClients = (context: Context, services: readonly Service[]): readonly Pool[] => {
  const poolers = new Set(poolersOf(context).flatMap(({ pods }) => pods));
  return context.pods
    .filter((pod) => !poolers.has(pod))
    .flatMap((pod) =>
      pod.containers
        .filter(({ isLasting, addresses }) => isLasting && addresses.some(isOf(services)))
        .map((container) => {
          const named = [...container.settings].filter(([name]) =>
            /(POOL_MAX|POOL_SIZE|MAX_CONNS)$/.test(name),
          );
          const own = named.length === 0 ? 10 : sum(named.map(([, value]) => Number(value) || 0));
          const size = listensOn(container, 7233) ? own * temporalServices * temporalStores : own;
          return { size: size * replicasOf(pod), by: manifestId(pod.object.manifest) };
        }),
    );
};

const isOf =
  (services: readonly Service[]) =>
  ({ service, namespace, isCertain }: Address): boolean =>
    isCertain && services.some((one) => one.name === service && one.namespace === namespace);

/** Each service of Temporal opens a pool for each of its stores. */
const temporalServices = 4;
const temporalStores = 2;

const isHost = (services: readonly Service[], host: string, namespace: string): boolean => {
  const [name, where = namespace] = host.split('.');
  return services.some((service) => service.name === name && service.namespace === where);
};

const replicasOf = ({ object }: Pod): number => numberAt(object.manifest, 'spec', 'replicas') ?? 1;

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
