import { redisPassword } from '@helm-charts/alga';
import { credential, match } from '@helm-charts/types';
import { postgres, redis } from '../address.ts';
import type { Values } from '../values.ts';

/** Connection of the server to its database: directly, or through a pool in session mode. */
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
    // The pool and Postgres must use the same name: as administrator, the application connects to Postgres directly with this name.
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

/** Connection to Redis. */
export const store = (v: Values) => ({
  REDIS_HOST: redis(v).host,
  REDIS_PORT: redis(v).port,
  REDIS_PASSWORD: redisPassword(v.redisCredentials),
});

/** Connection of Hocuspocus to its database, without a pool. */
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
