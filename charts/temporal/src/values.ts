import { clusterDomain, identifier, peerService } from '@helm-charts/alga';
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

export const values = object('Settings of the engine of workflows.', {
  fullnameOverride: optional(string('Main name of the objects, in place of the computed one.')),
  clusterDomain,

  server: object('The server.', {
    image: image('The server.', { repository: 'temporalio/server', tag: '1.31.2' }),
    user: integer('User and group of the process, by number.', { default: 1000, minimum: 1 }),
    topology: oneOf(
      'One pod with all services, or a pod for each service.',
      ['single', 'separate'],
      { default: 'single' },
    ),
    logLevel: oneOf('Least level of the log.', ['debug', 'info', 'warn', 'error'], {
      default: 'info',
    }),
    historyShards: integer(
      'Shards of the history. The first start writes it into the database, and it can never change.',
      { default: 4, minimum: 1, immutable: true },
    ),
    dynamicConfig: map(
      'Settings that a running server takes up, by name: each a value in YAML, on one line.',
      string('Value, in YAML.', { pattern: '^[^\\r\\n]+$' }),
      { keys: '^[A-Za-z][A-Za-z0-9.]*$' },
    ),
    resources: resources('What each pod of the server asks for and may use.', {
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { memory: '1Gi' },
    }),
  }),
  service: object('How clients reach the server.', {
    port: port('Port of the Service and of the pod.', { default: 7233 }),
  }),
  namespace: object('Where workflows live.', {
    name: string('Name of the namespace; one that is there is kept.', {
      default: 'default',
      pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
    }),
    retention: string('How long a closed workflow is kept.', {
      default: '72h',
      pattern: '^[0-9]+(h|d)$',
    }),
  }),

  database: object('The Postgres of the server: itself, never a pool.', {
    ...peerService('db', 5432),
    name: string('Database of workflows.', { default: 'temporal', ...identifier }),
    visibility: string('Database of what is searched.', {
      default: 'temporal_visibility',
      ...identifier,
    }),
    user: string('Role that owns both databases, and nothing else.', {
      default: 'temporal',
      ...identifier,
    }),
    credentials: secretRef('The password of the role.', {
      name: 'db-credentials',
      keys: { password: 'DB_PASSWORD_TEMPORAL' },
    }),
    connections: integer(
      'Connections of each of the four services to each of the two databases, at most.',
      { default: 5, minimum: 2 },
    ),
  }),

  schema: object('The Jobs that bring databases and namespace to what the server needs.', {
    tools: image('The tools of the server, of the same version.', {
      repository: 'temporalio/admin-tools',
      tag: '1.31.2',
    }),
    postgres: image('Any image with a shell and psql; that of Postgres is on the node anyway.', {
      repository: 'pgvector/pgvector',
      tag: '0.8.1-pg17',
    }),
    waitSeconds: integer('How long one attempt waits for what is not there yet.', {
      default: 3600,
      minimum: 1,
    }),
  }),

  ui: object('Pages that show workflows. They ask nobody who he is.', {
    enabled: boolean('They are served.', { default: false }),
    image: image('The pages.', { repository: 'temporalio/ui', tag: '2.52.0' }),
    port: port('Port of the Service and of the pod.', { default: 8080 }),
    resources: resources('What the pages ask for and may use.', {
      requests: { cpu: '50m', memory: '128Mi' },
      limits: { memory: '256Mi' },
    }),
  }),

  networkPolicy: object('Who may connect.', {
    enabled: boolean("Only pods of the release's namespace.", { default: false }),
  }),
  pods,
});

export type Values = ValuesOf<typeof values>;
