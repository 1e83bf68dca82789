import type { Context } from '@helm-charts/check';
import {
  type ClusterObject,
  type Container,
  listensOn,
  namespaceOf,
  objectAt,
} from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';
import { serverSessions } from '../sessions.ts';
import { podCount } from './pod-count.ts';
import { poolersOf } from './pooler.ts';
import { isServer } from './server-container.ts';

/** A Postgres server, in the cluster or elsewhere, by what connects to it. */
export interface PostgresServer {
  readonly hasHost: (host: string, namespace: string) => boolean;
  readonly isUsedBy: (container: Container) => boolean;
}

/** Connections that one object may open. */
export interface Pool {
  readonly object: ClusterObject;
  readonly size: number;
  readonly by: string;
}

/** All pools whose connections end at a Postgres server. */
export const poolsOf = (context: Context, server: PostgresServer): readonly Pool[] =>
  [
    ...ofPoolers(context, server),
    ...ofTemporal(context, server),
    ...ofClients(context, server),
  ].filter(({ size }) => size > 0);

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** The pools of PgBouncer whose databases are on the server. */
const ofPoolers = (context: Context, { hasHost }: PostgresServer): readonly Pool[] =>
  poolersOf(context).map(({ config, settings, databases, pods }) => {
    const sizes = databases
      .filter(({ pairs }) => hasHost(pairs.get('host') ?? '', namespaceOf(config.manifest)))
      .map(({ pairs }) =>
        Number(
          pairs.get('max_db_connections') ??
            pairs.get('pool_size') ??
            settings.get('max_db_connections') ??
            settings.get('default_pool_size') ??
            20,
        ),
      );
    const replicas = sum(pods.map((pod) => podCount(context, pod))) || 1;
    return {
      object: config,
      size: sum(sizes) * replicas,
      by: `${manifestId(config.manifest)} (pgbouncer.ini)`,
    };
  });

/** The pools of Temporal: `maxConns` of each store in its configuration, once for each of its services. */
const ofTemporal = ({ ofKind }: Context, { hasHost }: PostgresServer): readonly Pool[] =>
  ofKind('ConfigMap').map((object) => {
    const { manifest } = object;
    const texts = Object.values(objectAt(manifest, 'data')).map(String);
    const sizes = texts.flatMap((text) => {
      const hosts = [...text.matchAll(/connectAddr:\s*["']?([^"'\s:]+)/g)].map(([, host]) => host);
      return hosts.some((host) => hasHost(host ?? '', namespaceOf(manifest)))
        ? [...text.matchAll(/maxConns:\s*["']?(\d+)/g)].map(([, size]) => Number(size))
        : [];
    });
    // A store that is a YAML alias of another one does not contain the number again.
    const stores = sizes.length === 1 ? sum(sizes) * temporalStores : sum(sizes);
    return {
      object,
      size: stores * temporalServices,
      by: `${manifestId(manifest)} (maxConns of ${temporalServices} services)`,
    };
  });

/** Pools of containers that connect to Postgres directly. */
const ofClients = (context: Context, server: PostgresServer): readonly Pool[] => {
  const poolers = new Set(poolersOf(context).flatMap(({ pods }) => pods));
  return context.pods
    .filter((pod) => !poolers.has(pod))
    .flatMap((pod) =>
      pod.containers
        .filter(
          (container) =>
            container.isLasting &&
            (server.isUsedBy(container) ||
              server.hasHost(container.settings.get('DB_HOST_ADMIN') ?? '', pod.namespace)),
        )
        .map((container) => ({
          object: pod.object,
          size: sessionsOf(container, server, pod.namespace) * podCount(context, pod),
          by: manifestId(pod.object.manifest),
        })),
    );
};

/** The sessions of the server are known. Others name the size in their environment, or have 10, the default of node-postgres. */
const sessionsOf = (
  container: Container,
  { hasHost }: PostgresServer,
  namespace: string,
): number => {
  if (isServer(container)) {
    const isDirect = hasHost(container.settings.get('DB_HOST') ?? '', namespace);
    return serverSessions.administrator + (isDirect ? serverSessions.role : 0);
  }
  const named = [...container.settings].filter(([name]) =>
    /(POOL_MAX|POOL_SIZE|MAX_CONNS)$/.test(name),
  );
  const own = named.length === 0 ? 10 : sum(named.map(([, value]) => Number(value) || 0));
  return listensOn(container, 7233) ? own * temporalServices * temporalStores : own;
};

/** Each service of Temporal opens a pool for each of its stores. */
const temporalServices = 4;
const temporalStores = 2;
