import { identifier, images, metrics, secretKey, serverSessions } from '@helm-charts/alga';
import { pods } from '@helm-charts/blocks';
import {
  boolean,
  host,
  image,
  integer,
  object,
  oneOf,
  optional,
  port,
  resources,
  secretRef,
  string,
  type ValuesOf,
} from '@helm-charts/types';

const pool = (description: string, defaults: { database: string; user: string; size: number }) =>
  object(description, {
    database: string('Name of the database that clients connect to.', {
      default: defaults.database,
      ...identifier,
    }),
    user: string(
      'Postgres role of the pool. Clients log in to PgBouncer with this role and its password.',
      {
        default: defaults.user,
        ...identifier,
      },
    ),
    size: integer('Maximum number of connections to Postgres.', {
      default: defaults.size,
      minimum: 1,
    }),
    minimum: integer('Minimum number of connections to Postgres that are kept open.', {
      default: 0,
      minimum: 0,
    }),
  });

export const values = object('Settings of the connection pooler.', {
  fullnameOverride: optional(string('Name of all objects. Replaces the computed name.')),
  replicas: integer('Number of PgBouncer pods.', { default: 1, minimum: 0 }),
  image: image('Image of PgBouncer.', images.pgbouncer),

  postgres: object('Connection from PgBouncer to Postgres.', {
    host: host('Host name or IP address of Postgres.', { default: 'db' }),
    port: port('Port of Postgres.', { default: 5432 }),
    database: string('Postgres database of both pools.', { default: 'server', ...identifier }),
    connections: integer('`max_connections` of the Postgres server.', {
      default: 200,
      minimum: 1,
      readBy: 'a rule that compares the pool sizes with it',
    }),
    tls: object('TLS between PgBouncer and Postgres.', {
      mode: oneOf(
        'TLS mode of the connection to Postgres (libpq `sslmode`).',
        ['disable', 'require', 'verify-ca', 'verify-full'],
        { default: 'disable' },
      ),
      certificateAuthority: optional(
        secretKey('Secret with the CA certificate that signed the server certificate of Postgres.'),
      ),
      required: boolean(
        'Whether the Secret with the CA certificate must exist. If `false`, a container that starts without it uses the TLS mode `prefer`.',
        { default: true },
      ),
    }),
  }),

  pools: object('Connection pools of the database.', {
    transaction: pool('Pool in transaction mode, for the workers.', {
      database: 'server_transaction',
      user: 'app_user_pgbouncer',
      size: 30,
    }),
    session: pool(
      `Pool in session mode, for the server, which sets session variables. Each pod of the server keeps up to ${serverSessions.role} sessions open.`,
      { database: 'server', user: 'app_user', size: serverSessions.role },
    ),
  }),
  credentials: secretRef(
    'Secret with the passwords of both roles. A pod reads them when it starts.',
    {
      name: 'db-credentials',
      keys: { session: 'DB_PASSWORD_SERVER', transaction: 'DB_PASSWORD_PGBOUNCER' },
    },
  ),

  limits: object('Limits of client connections.', {
    clients: integer('Maximum number of client connections.', { default: 500, minimum: 1 }),
    preparedStatements: integer(
      'Maximum number of prepared statements of each connection to Postgres.',
      {
        default: 200,
        minimum: 1,
      },
    ),
    idleTransactionSeconds: integer('Seconds after which an idle transaction is terminated.', {
      default: 300,
      minimum: 1,
    }),
    queryWaitSeconds: integer(
      'Seconds that a client waits for a connection before it gets an error.',
      {
        default: 120,
        minimum: 1,
      },
    ),
    serverIdleSeconds: integer('Seconds after which an unused connection to Postgres is closed.', {
      default: 600,
      minimum: 1,
    }),
  }),
  shutdownSeconds: integer(
    'Seconds that a stopping pod waits for running transactions, and for clients of the session pool to disconnect. Then it closes their connections.',
    {
      default: 30,
      minimum: 1,
      maximum: 600,
    },
  ),

  service: object('Service of PgBouncer.', {
    port: port('Port of the Service and of the container.', { default: 6432 }),
  }),
  networkPolicy: object('NetworkPolicy.', {
    enabled: boolean('Whether only pods in the namespace of the release may connect.', {
      default: false,
    }),
  }),

  metrics: metrics({
    image: image('Image of the exporter.', images['pgbouncer-exporter']),
    resources: resources('Resources of the exporter.', {
      requests: { cpu: '10m', memory: '32Mi' },
      limits: { memory: '64Mi' },
    }),
  }),

  resources: resources('Resources of the PgBouncer container.', {
    requests: { cpu: '50m', memory: '64Mi' },
    limits: { memory: '256Mi' },
  }),
  pods,
});

export type Values = ValuesOf<typeof values>;
