import {
  boolean,
  helmRepository,
  integer,
  list,
  object,
  oneOf,
  type PostRendererPatch,
  raw,
  remoteChart,
  string,
} from '@helm-charts/types';
import type { IService } from 'kubernetes-models/v1';

const context = raw<object>({ type: 'object' }, 'A security context of Kubernetes.');
const resources = raw<object>({ type: 'object' }, 'What the pods ask for and may use.');

const restricted = object('A service of the server.', { containerSecurityContext: context });

const store = object('A database.', {
  sql: object('In Postgres.', {
    pluginName: oneOf('Plugin of the server.', ['postgres12_pgx']),
    driverName: oneOf('Plugin of the tools.', ['postgres12_pgx']),
    databaseName: string('Name of the database.'),
    connectAddr: string('Host and port.'),
    connectProtocol: oneOf('Protocol.', ['tcp']),
    user: string('Postgres role.'),
    existingSecret: string('Secret with its password.'),
    secretKey: string('Key of the Secret.'),
    maxConns: integer('Connections at most.'),
    maxIdleConns: integer('Connections that stay.'),
    maxConnLifetime: string('After how long a connection is created again.'),
    createDatabase: boolean('The chart makes the database.'),
    manageSchema: boolean('The chart updates the schema.'),
  }),
});

/** The values of Temporal's official chart, as far as a single node sets them (temporalio/helm-charts charts/temporal/values.yaml). */
const values = object('Values of the official chart.', {
  fullnameOverride: string('Main name of the objects.'),
  server: object('Temporal server.', {
    image: object('Its image.', { tag: string('Version.') }),
    replicaCount: integer('Pods of each service.'),
    securityContext: context,
    resources,
    frontend: restricted,
    history: restricted,
    matching: restricted,
    worker: restricted,
    config: object('Its configuration.', {
      logLevel: string('Levels of the log.'),
      persistence: object('Where it keeps everything.', {
        defaultStore: string('Name of the store of workflows.'),
        visibilityStore: string('Name of the store of what is searched.'),
        numHistoryShards: integer('Shards of the history; they can never change.'),
        datastores: object('The stores.', { default: store, visibility: store }),
      }),
      namespaces: object('Namespaces of workflows.', {
        create: boolean('A Job makes them.'),
        namespace: list(
          'The namespaces.',
          object('A namespace.', {
            name: string('Its name.'),
            retention: string('Retention of closed workflows, for example `72h`.'),
          }),
        ),
      }),
    }),
  }),
  schema: object('The Job that updates the schemas.', {
    useHelmHooks: boolean('It is a hook, which deadlocks with what waits for it.'),
    backoffLimit: integer('How often it is tried.'),
    securityContext: context,
    containerSecurityContext: context,
    resources,
  }),
  admintools: object('A pod with tools.', {
    enabled: boolean('It runs.'),
    image: object('Image of the tools, which the Jobs use, too.', { tag: string('Version.') }),
  }),
  web: object('Pages that show workflows.', {
    enabled: boolean('Whether the web UI is installed.'),
  }),
  shims: object('Help for old images.', {
    dockerize: boolean('A program that they need.'),
    elasticsearchTool: boolean('A tool that they need.'),
  }),
});

/** Temporal's official chart. It has no dependencies, and its server and tools are of one version. */
export const officialTemporal = remoteChart({
  name: 'temporal',
  version: '1.6.0',
  repository: helmRepository('temporal', {
    interval: '12h',
    url: 'https://go.temporal.io/helm-charts',
  }),
  values,
});

const server = '1.31.2';

const pod = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
};

const container = {
  containerSecurityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
  },
};

const database = (databaseName: string) =>
  ({
    sql: {
      pluginName: 'postgres12_pgx',
      driverName: 'postgres12_pgx',
      databaseName,
      connectAddr: 'db.msp.svc.cluster.local:5432',
      connectProtocol: 'tcp',
      user: 'temporal',
      existingSecret: 'db-credentials',
      secretKey: 'DB_PASSWORD_TEMPORAL',
      // Four services with two databases each: 40 of the connections that Postgres has.
      maxConns: 5,
      maxIdleConns: 5,
      maxConnLifetime: '1h',
      createDatabase: false,
      manageSchema: true,
    },
  }) as const;

const memory = { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } };

/** The official chart on one node, with the databases that the bootstrap has made. */
export const officialTemporalValues = {
  // Not temporal: the chart would make a Deployment temporal-worker, which is a release of its own here.
  fullnameOverride: 'temporal-server',
  server: {
    image: { tag: server },
    replicaCount: 1,
    securityContext: pod,
    resources: memory,
    frontend: container,
    history: container,
    matching: container,
    worker: container,
    config: {
      logLevel: 'info',
      persistence: {
        defaultStore: 'default',
        visibilityStore: 'visibility',
        numHistoryShards: 4,
        datastores: { default: database('temporal'), visibility: database('temporal_visibility') },
      },
      namespaces: { create: true, namespace: [{ name: 'default', retention: '72h' }] },
    },
  },
  schema: {
    useHelmHooks: false,
    backoffLimit: 20,
    securityContext: pod,
    ...container,
    resources: memory,
  },
  admintools: { enabled: false, image: { tag: server } },
  web: { enabled: false },
  shims: { dockerize: false, elasticsearchTool: false },
} as const;

/** What the values of the official chart can't say. */
export const officialTemporalPatches: readonly PostRendererPatch[] = [
  {
    kind: 'Deployment',
    add: {
      '/spec/progressDeadlineSeconds': 3600,
      '/spec/template/spec/enableServiceLinks': false,
      '/spec/template/spec/automountServiceAccountToken': false,
    },
  },
];

/** The name under which clients look for Temporal, whatever its chart calls it. */
export const temporalFrontend: IService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'temporal-frontend', namespace: 'msp' },
  spec: {
    selector: {
      'app.kubernetes.io/name': 'temporal',
      'app.kubernetes.io/instance': 'temporal',
      'app.kubernetes.io/component': 'frontend',
    },
    ports: [{ name: 'grpc', port: 7233, targetPort: 'rpc' }],
  },
};
