import { stringAt } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';
import { problem } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { parsePairs } from '../view/ini.ts';
import { enumerate, numberAt, objectAt } from '../view/object.ts';
import { commandOf, isPostgres, listensOn, type Pod } from '../view/pod.ts';
import { poolersOf } from '../view/pool.ts';
import { type Service, selects } from '../view/service.ts';
import type { View } from '../view/view.ts';

/** Connections to Postgres. */
export const connectionRules: readonly Rule[] = [
  {
    id: 'R27',
    scope: 'release',
    summary: 'All pools together fit into what Postgres allows, less three for the superuser.',
    source: 'Postgres docs, max_connections and superuser_reserved_connections',
    check: (view) =>
      view.pods
        .filter((pod) => pod.containers.some(isPostgres))
        .flatMap((server) => {
          const services = view.services.filter((service) => selects(service, server));
          const limit = limitOf(view, server);
          const pools = [
            ...pooled(view, services),
            ...workflows(view, services),
            ...direct(view, services),
          ].filter(({ size }) => size > 0);
          const sum = pools.reduce((total, { size }) => total + size, 0);
          if (sum <= limit - 3) return [];
          const parts = pools.map(({ size, who }) => `${size} by ${who}`);
          return [
            problem(
              server.object,
              '',
              `it allows ${limit} connections, 3 of them to the superuser, and ${sum} may be opened: ${enumerate(parts)}; make a pool smaller or raise max_connections`,
            ),
          ];
        }),
  },
];

interface Pool {
  readonly size: number;
  readonly who: string;
}

/** `max_connections` as an argument or in a mounted file; 100 is Postgres' own. */
const limitOf = (view: View, pod: Pod): number => {
  const files = pod.volumes.flatMap(({ type, source }) => {
    const config = view.find('ConfigMap', pod.namespace, stringAt(source, 'name') ?? '');
    return type === 'configMap' ? Object.values(objectAt(config?.manifest, 'data')) : [];
  });
  const texts = [...pod.containers.flatMap(commandOf), ...files.map(String)].join('\n');
  return Number(/\bmax_connections\s*=\s*(\d+)/.exec(texts)?.[1] ?? 100);
};

/** The pools of PgBouncer that lead to the server. */
const pooled = (view: View, services: readonly Service[]): readonly Pool[] =>
  poolersOf(view).map(({ config, ini, pods }) => {
    const own = ini.get('pgbouncer');
    const namespace = config.manifest.metadata.namespace ?? 'default';
    const sizes = [...(ini.get('databases')?.values() ?? [])]
      .map(parsePairs)
      .filter((pairs) => leadsTo(services, pairs.get('host') ?? '', namespace))
      .map((pairs) =>
        Number(
          pairs.get('max_db_connections') ??
            pairs.get('pool_size') ??
            own?.get('max_db_connections') ??
            own?.get('default_pool_size') ??
            20,
        ),
      );
    const replicas = pods.reduce((total, pod) => total + replicasOf(pod), 0) || 1;
    return { size: sum(sizes) * replicas, who: `${manifestId(config.manifest)} (pgbouncer.ini)` };
  });

/** Temporal opens a pool for each of its stores in each of its four services. */
const workflows = (view: View, services: readonly Service[]): readonly Pool[] =>
  view.ofKind('ConfigMap').map(({ manifest }) => {
    const namespace = manifest.metadata.namespace ?? 'default';
    const texts = Object.values(objectAt(manifest, 'data')).map(String);
    const sizes = texts.flatMap((text) => {
      const hosts = [...text.matchAll(/connectAddr:\s*["']?([^"'\s:]+)/g)].map(([, host]) => host);
      return hosts.some((host) => leadsTo(services, host ?? '', namespace))
        ? [...text.matchAll(/maxConns:\s*["']?(\d+)/g)].map(([, size]) => Number(size))
        : [];
    });
    // A store that is written as another one, by an anchor, does not say its pool again.
    const size = sizes.length === 1 ? sum(sizes) * 2 : sum(sizes);
    return { size: size * 4, who: `${manifestId(manifest)} (maxConns of 4 services)` };
  });

/** What connects without a pool before it: as many as its environment says, or ten, which is node-postgres' default. */
const direct = (view: View, services: readonly Service[]): readonly Pool[] => {
  const poolers = new Set(poolersOf(view).flatMap(({ pods }) => pods));
  return view.clients
    .filter(
      ({ pod, container, addresses }) =>
        container.isLasting &&
        !poolers.has(pod) &&
        addresses.some(({ service, namespace }) =>
          services.some((one) => one.name === service && one.namespace === namespace),
        ),
    )
    .map(({ pod, container, settings }) => {
      const named = [...settings].filter(([name]) => /(POOL_MAX|POOL_SIZE|MAX_CONNS)$/.test(name));
      const own = named.length === 0 ? 10 : sum(named.map(([, value]) => Number(value) || 0));
      const size = listensOn(container, 7233) ? own * stores : own;
      return { size: size * replicasOf(pod), who: manifestId(pod.object.manifest) };
    });
};

/** Each of the four services of Temporal has a pool for each of its two stores. */
const stores = 4 * 2;

const leadsTo = (services: readonly Service[], host: string, namespace: string): boolean => {
  const [name, where = namespace] = host.split('.');
  return services.some((service) => service.name === name && service.namespace === where);
};

const replicasOf = ({ object }: Pod): number => numberAt(object.manifest, 'spec', 'replicas') ?? 1;

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
