import { type Differences, forAll, instead, leftOut, renamed } from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

type Own = Differences<keyof typeof scenarios>;

const rendered = 'Helm renders the configuration; the container does not write it at start.';
const superuser = 'The superuser can not connect through a pool.';
const byFile = 'Passwords are files of the Secret.';
const perPool = 'Each pool has its own size and can not use the connections of another pool.';
const usual = 'It is the default of PgBouncer.';

/** Differences between this chart and the original. The README has a line for each of the variables and settings. */
export const differences: Readonly<Record<string, Own>> = {
  pgbouncer: {
    ...forAll(
      [
        ...['POSTGRES_HOST', 'POSTGRES_PORT', 'SERVER_DATABASE', 'AUTH_TYPE', 'PGBOUNCER_PORT'],
        ...['POOL_MODE', 'MAX_CLIENT_CONN', 'DEFAULT_POOL_SIZE', 'MIN_POOL_SIZE'],
        ...['RESERVE_POOL_SIZE', 'RESERVE_POOL_TIMEOUT', 'MAX_DB_CONNECTIONS'],
        ...['MAX_USER_CONNECTIONS', 'IDLE_TRANSACTION_TIMEOUT', 'SERVER_IDLE_TIMEOUT'],
      ],
      leftOut(rendered),
    ),
    ...forAll(['ADMIN_DATABASE', 'POSTGRES_USER', 'POSTGRES_PWD'], leftOut(superuser)),
    DB_USER_SERVER: renamed('TRANSACTION_USER', 'Each of the two pools has its own role.'),
    DB_PASSWORD_SERVER: leftOut(byFile),
  },
  objects: {
    'ConfigMap pgbouncer-bootstrap': renamed('ConfigMap pgbouncer-config', rendered),
    'ConfigMap pgbouncer-bootstrap, file entrypoint.sh': renamed(
      'ConfigMap pgbouncer-config, file start.sh',
      rendered,
    ),
    'Deployment pgbouncer, container pgbouncer, /bootstrap of ConfigMap pgbouncer-bootstrap':
      renamed(
        'Deployment pgbouncer, container pgbouncer, /etc/pgbouncer of ConfigMap pgbouncer-config',
        rendered,
      ),
    'Secret db-credentials, key DB_PASSWORD_SUPERUSER': leftOut(superuser),
  },
};

export const databaseDifferences: Own = {
  server: instead(
    'host=db.msp.svc.cluster.local port=5432 dbname=server pool_mode=session pool_size=70 min_pool_size=0 max_db_connections=70',
    'The server also connects through PgBouncer, and sets session variables.',
  ),
  postgres: leftOut(superuser),
};

export const settingDifferences: Own = {
  listen_addr: instead('*', 'A node may have IPv6 addresses only.'),
  max_client_conn: instead('500', 'One server and three workers need far fewer.'),
  ...forAll(
    [
      ...['pool_mode', 'default_pool_size', 'min_pool_size', 'max_db_connections'],
      ...['reserve_pool_size', 'reserve_pool_timeout', 'max_user_connections'],
    ],
    leftOut(perPool),
  ),
  server_reset_query: leftOut(usual),
};
