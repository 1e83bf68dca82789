import { identifier, secretKey } from '@helm-charts/alga';
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
    database: string('Name under which clients reach the pool.', {
      default: defaults.database,
      ...identifier,
    }),
    user: string('Role that logs in to the pool and, with the same password, to Postgres.', {
      default: defaults.user,
      ...identifier,
    }),
    size: integer('Connections to Postgres that the pool keeps at most.', {
      default: defaults.size,
      minimum: 1,
    }),
    minimum: integer('Connections to Postgres that stay open when nothing happens.', {
      default: 0,
      minimum: 0,
    }),
  });

export const values = object('Settings of the connection pooler.', {
  fullnameOverride: optional(string('Name of all objects, in place of the computed one.')),
  replicas: integer('Pods of the pooler.', { default: 1, minimum: 0 }),
  image: image('The pooler.', { repository: 'edoburu/pgbouncer', tag: 'v1.25.2-p0' }),

  postgres: object('The server behind the pools.', {
    host: host('Its name or address.', { default: 'db' }),
    port: port('Its port.', { default: 5432 }),
    database: string('Database that both pools lead to.', { default: 'server', ...identifier }),
    connections: integer('Connections that it has to give: its max_connections.', {
      default: 200,
      minimum: 1,
      readBy: 'a rule, which measures the pools against it',
    }),
    tls: object('Encryption between the pooler and Postgres.', {
      mode: oneOf(
        'How much of it is demanded, in the words of libpq.',
        ['disable', 'require', 'verify-ca', 'verify-full'],
        { default: 'disable' },
      ),
      certificateAuthority: optional(
        secretKey('The certificate authority that signed the certificate of Postgres.'),
      ),
    }),
  }),

  pools: object('Two ways to the same database.', {
    transaction: pool('For the workers: a connection is lent for one transaction.', {
      database: 'server_transaction',
      user: 'app_user_pgbouncer',
      size: 30,
    }),
    session: pool(
      'For the server, which sets session variables: a connection is lent until the client leaves.',
      {
        database: 'server',
        user: 'app_user',
        size: 20,
      },
    ),
  }),
  credentials: secretRef('The passwords of both roles, read when a pod starts.', {
    name: 'db-credentials',
    keys: { session: 'DB_PASSWORD_SERVER', transaction: 'DB_PASSWORD_PGBOUNCER' },
  }),

  limits: object('How many clients there may be and how long they may take.', {
    clients: integer('Clients that may be connected at once.', { default: 500, minimum: 1 }),
    preparedStatements: integer('Prepared statements kept for each connection to Postgres.', {
      default: 200,
      minimum: 1,
    }),
    idleTransactionSeconds: integer('After how long an idle transaction is ended.', {
      default: 300,
      minimum: 1,
    }),
    queryWaitSeconds: integer('How long a client waits for a connection.', {
      default: 120,
      minimum: 1,
    }),
    serverIdleSeconds: integer('After how long an unused connection to Postgres is closed.', {
      default: 600,
      minimum: 1,
    }),
  }),
  shutdownSeconds: integer(
    'How long running transactions may take to end when the pod stops; a client of the session pool that stays takes it all.',
    {
      default: 30,
      minimum: 1,
      maximum: 600,
    },
  ),

  service: object('How clients reach the pooler.', {
    port: port('Port of the Service and of the pod.', { default: 6432 }),
  }),
  networkPolicy: object('Who may connect.', {
    enabled: boolean("Only pods of the release's namespace.", { default: false }),
  }),

  resources: resources('What the pooler asks for and may use.', {
    requests: { cpu: '50m', memory: '64Mi' },
    limits: { memory: '256Mi' },
  }),
  pods,
});

export type Values = ValuesOf<typeof values>;
