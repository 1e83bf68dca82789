import { redisPassword } from '@helm-charts/alga';
import { credential, match } from '@helm-charts/types';
import { postgres, redis } from '../address.ts';
import type { Values } from '../values.ts';

/** How the server reaches its database: itself, or through a pool that keeps its session. */
export const database = (v: Values) => {
  const { admin, server, credentials } = v.database;
  const { host, port } = postgres(v);
  const password = {
    admin: credential(credentials.existingSecret, credentials.keys.admin),
    server: credential(credentials.existingSecret, credentials.keys.server),
  };
  return {
    DB_TYPE: 'postgres',
    DB_HOST: match(v.connection, { direct: () => host, pool: (pool) => pool.host }),
    DB_PORT: match(v.connection, { direct: () => port, pool: (pool) => pool.port }),
    // Of the pool and of Postgres alike: as administrator the application goes to Postgres itself, for a database of this name.
    DB_NAME_SERVER: server.name,
    DB_USER_SERVER: server.user,
    DB_PASSWORD_SERVER: password.server,
    DB_HOST_ADMIN: host,
    DB_PORT_ADMIN: port,
    DB_USER_ADMIN: admin,
    DB_PASSWORD_ADMIN: password.admin,
    DB_PASSWORD_SUPERUSER: password.admin,
  };
};

/** How Redis is reached. */
export const store = (v: Values) => ({
  REDIS_HOST: redis(v).host,
  REDIS_PORT: redis(v).port,
  REDIS_PASSWORD: redisPassword(v.redisCredentials),
});

/** How Hocuspocus reaches its own database, to which no pool connects. */
export const hocuspocusDatabase = (v: Values) => {
  const { hocuspocus, credentials } = v.database;
  return {
    DB_HOST: postgres(v).host,
    DB_PORT: postgres(v).port,
    DB_NAME_HOCUSPOCUS: hocuspocus.name,
    DB_USER_HOCUSPOCUS: hocuspocus.user,
    DB_PASSWORD_HOCUSPOCUS: credential(credentials.existingSecret, credentials.keys.hocuspocus),
  };
};
