import { clusterDomain, identifier, images, peerService, postgresTls } from '@helm-charts/alga';
import { pods } from '@helm-charts/blocks';
import {
  boolean,
  image,
  integer,
  map,
  object,
  oneOf,
  optional,
  port,
  resources,
  secretRef,
  string,
  type ValuesOf,
} from '@helm-charts/types';

export const values = object('Settings of Temporal.', {
  fullnameOverride: optional(string('Base name of the objects. Replaces the computed name.')),
  clusterDomain,

  server: object('Temporal server.', {
    image: image('Image of the Temporal server.', images.temporal),
    user: integer('Numeric user and group ID of the process.', { default: 1000, minimum: 1 }),
    topology: oneOf(
      '`single` runs all services of Temporal in one pod. `separate` runs each service in its own pod.',
      ['single', 'separate'],
      { default: 'single' },
    ),
    logLevel: oneOf(
      'Lowest level of the messages in the log.',
      ['debug', 'info', 'warn', 'error'],
      {
        default: 'info',
      },
    ),
    historyShards: integer('Number of history shards. The first start stores it in the database.', {
      default: 4,
      minimum: 1,
      immutable: true,
    }),
    dynamicConfig: map(
      'Dynamic configuration of the server, by name. Each value is one line of YAML. A running server applies changes.',
      string('Value, in YAML.', { pattern: '^[^\\r\\n]+$' }),
      { keys: '^[A-Za-z][A-Za-z0-9.]*$' },
    ),
    resources: resources('Resources of each container of the server.', {
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { memory: '1Gi' },
    }),
  }),
  service: object('Service of the server.', {
    port: port('Port of the Service and of the container.', { default: 7233 }),
  }),
  namespace: object('Temporal namespace of the workflows.', {
    name: string('Name of the Temporal namespace. An existing namespace is not changed.', {
      default: 'default',
      pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
    }),
    retention: string('Retention of closed workflows, for example `72h`.', {
      default: '72h',
      pattern: '^[0-9]+(h|d)$',
    }),
  }),

  database: object('Connection to Postgres. It must not go through a pooler.', {
    ...peerService('db', 5432),
    name: string('Name of the database with the workflows.', {
      default: 'temporal',
      ...identifier,
    }),
    visibility: string('Name of the visibility database.', {
      default: 'temporal_visibility',
      ...identifier,
    }),
    user: string('Postgres role that owns both databases.', {
      default: 'temporal',
      ...identifier,
    }),
    credentials: secretRef('Secret with the password of the role.', {
      name: 'db-credentials',
      keys: { password: 'DB_PASSWORD_TEMPORAL' },
    }),
    connections: integer(
      'Maximum number of connections of each of the four services to each of the two databases.',
      { default: 5, minimum: 2 },
    ),
    tls: postgresTls,
  }),

  schema: object(
    'Jobs that create and update the schema of the databases and the Temporal namespace.',
    {
      tools: image(
        'Image with the admin tools, in the version of the server.',
        images['temporal-tools'],
      ),
      postgres: image(
        'Image with a shell and psql. The default is the image of Postgres, which the node already has.',
        images.postgres,
      ),
      waitSeconds: integer(
        'Seconds that one attempt of a Job waits for Postgres or the Temporal server.',
        {
          default: 3600,
          minimum: 1,
        },
      ),
    },
  ),

  ui: object('Web UI of Temporal. It has no authentication.', {
    enabled: boolean('Whether the web UI is installed.', { default: false }),
    image: image('Image of the web UI.', images['temporal-ui']),
    port: port('Port of the Service and of the container.', { default: 8080 }),
    resources: resources('Resources of the container of the web UI.', {
      requests: { cpu: '50m', memory: '128Mi' },
      limits: { memory: '256Mi' },
    }),
  }),

  networkPolicy: object('NetworkPolicy.', {
    enabled: boolean('Whether only pods in the namespace of the release may connect.', {
      default: false,
    }),
  }),
  pods,
});

export type Values = ValuesOf<typeof values>;
