import { authorityFile, authorityFolder, images, postgresAuthority } from '@helm-charts/alga';
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

const context = raw<object>({ type: 'object' }, 'SecurityContext of a container.');
const resources = raw<object>({ type: 'object' }, 'Resource requests and limits.');

const volumes = raw<readonly object[]>({ type: 'array' }, 'Volumes of the pods.');
const mounts = raw<readonly object[]>({ type: 'array' }, 'Mounts of the volumes.');

const restricted = object('Settings of a service of the server.', {
  containerSecurityContext: context,
});

const store = object('Datastore.', {
  sql: object('Connection to Postgres.', {
    pluginName: oneOf('SQL plugin of the server.', ['postgres12_pgx']),
    driverName: oneOf('SQL driver of the admin tools.', ['postgres12_pgx']),
    databaseName: string('Name of the database.'),
    connectAddr: string('Address of Postgres, as host:port.'),
    connectProtocol: oneOf('Network protocol of the connection.', ['tcp']),
    user: string('Postgres role.'),
    existingSecret: string('Name of the Secret with the password of the role.'),
    secretKey: string('Key of the password in the Secret.'),
    maxConns: integer('Maximum number of open connections.'),
    maxIdleConns: integer('Maximum number of idle connections.'),
    maxConnLifetime: string('Maximum lifetime of a connection, for example `1h`.'),
    connectAttributes: object('Further parameters of the connection.', {
      sslmode: string('TLS mode (libpq `sslmode`), or a template of the server with it.'),
      sslrootcert: string('File with the CA certificate, or a template of the server with it.'),
    }),
    createDatabase: boolean('Whether the chart creates the database.'),
    manageSchema: boolean('Whether the chart updates the schema.'),
  }),
});

const image = (description: string) =>
  object(description, {
    repository: string('Registry and name of the image.'),
    tag: string('Tag of the image.'),
  });

/** The values of Temporal's official chart, of which this profile sets the following (temporalio/helm-charts charts/temporal/values.yaml). */
const values = object('Values of the official chart.', {
  fullnameOverride: string('Main name of the objects.'),
  server: object('Temporal server.', {
    image: image('Image of the server.'),
    replicaCount: integer('Number of pods of each service.'),
    securityContext: context,
    resources,
    frontend: restricted,
    history: restricted,
    matching: restricted,
    worker: restricted,
    additionalEnv: raw<readonly object[]>({ type: 'array' }, 'Variables of the containers.'),
    additionalVolumes: volumes,
    additionalVolumeMounts: mounts,
    config: object('Configuration of the server.', {
      logLevel: string('Log levels, separated by commas.'),
      persistence: object('Persistence of workflows.', {
        defaultStore: string('Name of the datastore of workflows.'),
        visibilityStore: string('Name of the visibility datastore.'),
        numHistoryShards: integer(
          'Number of history shards. It can not be changed after the first installation.',
        ),
        datastores: object('Datastores by name.', { default: store, visibility: store }),
      }),
      namespaces: object('Temporal namespaces.', {
        create: boolean('Whether a Job creates the namespaces.'),
        namespace: list(
          'Temporal namespaces that the Job creates.',
          object('Temporal namespace.', {
            name: string('Name of the Temporal namespace.'),
            retention: string('Retention of closed workflows, for example `72h`.'),
          }),
        ),
      }),
    }),
  }),
  schema: object('Job that updates the schemas.', {
    useHelmHooks: boolean(
      'Whether the Job is a Helm hook. A hook never runs here, since the pods that wait for the schema never become ready.',
    ),
    backoffLimit: integer('Maximum number of retries of the Job.'),
    securityContext: context,
    containerSecurityContext: context,
    resources,
  }),
  admintools: object('Deployment with the admin tools.', {
    enabled: boolean('Whether the Deployment is created.'),
    image: image('Image of the admin tools, also used by the Jobs.'),
    additionalVolumes: volumes,
    additionalVolumeMounts: mounts,
  }),
  web: object('Web UI.', {
    enabled: boolean('Whether the web UI is installed.'),
  }),
  shims: object('Compatibility with older images.', {
    dockerize: boolean('Whether dockerize is added.'),
    elasticsearchTool: boolean('Whether the Elasticsearch tool is added.'),
  }),
});

/** The official Temporal chart. It has no dependencies. Server and admin tools have the same version. */
export const officialTemporal = remoteChart({
  name: 'temporal',
  version: '1.6.0',
  repository: helmRepository('temporal', {
    interval: '12h',
    url: 'https://go.temporal.io/helm-charts',
  }),
  values,
});

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
      // Four services with two datastores each: 40 connections to Postgres in total.
      maxConns: 5,
      maxIdleConns: 5,
      maxConnLifetime: '1h',
      // The server fills these templates in when it starts. Where the Secret does not exist, it encrypts if Postgres can.
      connectAttributes: {
        sslmode: '{{ if env "DB_CA" }}verify-full{{ else }}prefer{{ end }}',
        sslrootcert: `{{ if env "DB_CA" }}${authorityFile}{{ end }}`,
      },
      createDatabase: false,
      manageSchema: true,
    },
  }) as const;

const memory = { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } };

/** The values with which the official chart verifies the certificate of Postgres. The Secret with the CA certificate may be optional. */
export const authorityValues = (
  { existingSecret, key }: { readonly existingSecret: string; readonly key: string },
  optional: boolean,
) => {
  const added = {
    additionalVolumes: [
      {
        name: 'postgres-ca',
        secret: {
          secretName: existingSecret,
          optional,
          defaultMode: 0o440,
          items: [{ key, path: 'ca.crt' }],
        },
      },
    ],
    additionalVolumeMounts: [{ name: 'postgres-ca', mountPath: authorityFolder, readOnly: true }],
  };
  const secretKeyRef = { name: existingSecret, key, optional };
  return {
    server: { ...added, additionalEnv: [{ name: 'DB_CA', valueFrom: { secretKeyRef } }] },
    admintools: added,
  } as const;
};

const authority = authorityValues(postgresAuthority, true);

/** The official chart on one node, with the databases that the bootstrap creates. */
export const officialTemporalValues = {
  // With `temporal`, the Deployment temporal-worker of the chart would collide with the release temporal-worker.
  fullnameOverride: 'temporal-server',
  server: {
    image: images.temporal,
    replicaCount: 1,
    securityContext: pod,
    resources: memory,
    frontend: container,
    history: container,
    matching: container,
    worker: container,
    ...authority.server,
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
  admintools: { enabled: false, image: images['temporal-tools'], ...authority.admintools },
  web: { enabled: false },
  shims: { dockerize: false, elasticsearchTool: false },
} as const;

const schemaCommand = [
  'sh',
  '-c',
  [
    `if [ -s ${authorityFile} ]`,
    `then export 'SQL_CONNECT_ATTRIBUTES=sslmode=verify-full&sslrootcert=${authorityFile}'`,
    'else export SQL_CONNECT_ATTRIBUTES=sslmode=prefer',
    'fi',
    'eval "$0"',
  ].join('; '),
];

/** Patches for settings that the values of the official chart lack. */
export const officialTemporalPatches: readonly PostRendererPatch[] = [
  {
    kind: 'Deployment',
    add: {
      '/spec/progressDeadlineSeconds': 3600,
      '/spec/template/spec/enableServiceLinks': false,
      '/spec/template/spec/automountServiceAccountToken': false,
    },
  },
  {
    // The Job of the schemas has no templates: its shell chooses the TLS mode. The command of the chart is its argument.
    kind: 'Job',
    name: 'temporal-server-schema-.*',
    add: Object.fromEntries(
      [0, 1].map((store) => [`/spec/template/spec/initContainers/${store}/command`, schemaCommand]),
    ),
  },
];

/** Service with the name that clients use, independent of the chart of Temporal. */
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
