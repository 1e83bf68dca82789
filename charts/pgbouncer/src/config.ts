import { exporterMount, exporterUser } from '@helm-charts/alga';
import { file, ifSet, text, when } from '@helm-charts/types';
import type { Values } from './values.ts';

/** Mount path of the certificate of the authority. */
export const certificates = '/run/secrets/postgres';

/** The configuration of PgBouncer (pgbouncer doc/config.md). */
export const ini = ({ postgres, pools, limits, service, metrics }: Values) =>
  file('pgbouncer.ini', {
    transaction: pools.transaction.database,
    'transaction size': pools.transaction.size,
    'transaction minimum': pools.transaction.minimum,
    session: pools.session.database,
    'session size': pools.session.size,
    'session minimum': pools.session.minimum,
    host: postgres.host,
    port: postgres.port,
    database: postgres.database,
    listen: service.port,
    // May read the statistics in the console, and nothing else.
    metrics: when(metrics.enabled, `stats_users = ${exporterUser}`),
    clients: limits.clients,
    'prepared statements': limits.preparedStatements,
    'idle transaction': limits.idleTransactionSeconds,
    'query wait': limits.queryWaitSeconds,
    'server idle': limits.serverIdleSeconds,
    // Whether the file is there is known when the container starts.
    tls: ifSet(
      postgres.tls.certificateAuthority,
      () => '%include /run/pgbouncer/tls.ini',
      text`server_tls_sslmode = ${postgres.tls.mode}`,
    ),
  });

export const start = ({ metrics }: Values) =>
  file('start.sh', {
    metrics: when(metrics.enabled, `entry ${exporterUser} ${exporterMount}/password`),
  });
