import { authorityFile, authorityFolder, images, postgresAuthority } from '@helm-charts/alga';
import type { PostRendererPatch } from '@helm-charts/types';
import type { IService } from 'kubernetes-models/v1';

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
