import {
  boolean,
  helmRepository,
  integer,
  list,
  object,
  oneOf,
  raw,
  remoteChart,
  string,
} from '@helm-charts/types';

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
