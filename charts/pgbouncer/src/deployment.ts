import {
  exporter,
  exporterMount,
  exporterPassword,
  exporterUser,
  exporterVolume,
  makeExporterPassword,
} from '@helm-charts/alga';
import {
  configMapVolume,
  deployment,
  memoryEmptyDir,
  secretVolume,
  tcpProbe,
} from '@helm-charts/blocks';
import {
  type Component,
  environment,
  hash,
  ifSet,
  not,
  restrictedContainer,
  text,
  when,
} from '@helm-charts/types';
import { certificates, ini, start } from './config.ts';
import type { Values } from './values.ts';

/** The group `postgres` of the image (edoburu/docker-pgbouncer Dockerfile), by its ID. */
const user = 70;

export const workload = (of: Component, config: Component, v: Values) =>
  // Two pods at once would open twice the connections to Postgres.
  deployment(of, {
    pods: v.pods,
    user,
    replicas: v.replicas,
    deadlineSeconds: 900,
    annotations: { 'checksum/config': hash([ini(v), start(v), v.credentials, v.postgres.tls], 64) },
    spec: {
      terminationGracePeriodSeconds: v.shutdownSeconds,
      initContainers: [
        when(
          v.metrics.enabled,
          makeExporterPassword({
            image: v.image,
            resources: v.resources,
            file: { name: 'pgpass', content: '*:*:*:*:%s\\n' },
          }),
        ),
      ],
      containers: [container(v), when(v.metrics.enabled, metricsContainer(v))],
      volumes: volumes(config, v),
    },
  });

const container = (v: Values) =>
  restrictedContainer({
    name: 'pgbouncer',
    image: v.image,
    command: ['/bin/sh', '/etc/pgbouncer/start.sh'],
    env: environment({
      SESSION_USER: v.pools.session.user,
      TRANSACTION_USER: v.pools.transaction.user,
      TLS_MODE: ifSet(v.postgres.tls.certificateAuthority, () => v.postgres.tls.mode),
      CA_FILE: ifSet(v.postgres.tls.certificateAuthority, () => `${certificates}/ca.crt`),
    }),
    ports: [{ name: 'pgbouncer', containerPort: v.service.port }],
    // A probe that depends on Postgres would restart PgBouncer whenever Postgres restarts.
    readinessProbe: { ...tcpProbe('pgbouncer'), periodSeconds: 5 },
    livenessProbe: { ...tcpProbe('pgbouncer'), initialDelaySeconds: 10, periodSeconds: 20 },
    // After SIGINT, running transactions finish. A second signal would abort them, so the hook waits for the grace period.
    lifecycle: {
      preStop: { exec: { command: ['/bin/sh', '-c', 'kill -INT 1; while :; do sleep 1; done'] } },
    },
    resources: v.resources,
    volumeMounts: [
      { name: 'config', mountPath: '/etc/pgbouncer', readOnly: true },
      { name: 'credentials', mountPath: '/run/secrets/pgbouncer', readOnly: true },
      { name: 'userlist', mountPath: '/run/pgbouncer' },
      when(v.metrics.enabled, exporterPassword),
      ifSet(v.postgres.tls.certificateAuthority, () => ({
        name: 'certificates',
        mountPath: certificates,
        readOnly: true,
      })),
    ],
  });

const metricsContainer = ({ metrics, service }: Values) =>
  exporter({
    name: 'pgbouncer-exporter',
    image: metrics.image,
    port: 9127,
    args: [
      text`--pgBouncer.connectionString=postgres://${exporterUser}@127.0.0.1:${service.port}/pgbouncer?sslmode=disable`,
    ],
    // An argument or a variable with the password would be seen on the node.
    env: environment({ PGPASSFILE: `${exporterMount}/pgpass` }),
    resources: metrics.resources,
  });

const volumes = (config: Component, { credentials, metrics, postgres }: Values) => [
  configMapVolume('config', config.name),
  secretVolume('credentials', credentials.existingSecret, {
    session: credentials.keys.session,
    transaction: credentials.keys.transaction,
  }),
  memoryEmptyDir('userlist', '1Mi'),
  when(metrics.enabled, exporterVolume),
  ifSet(postgres.tls.certificateAuthority, ({ existingSecret, key }) => ({
    name: 'certificates',
    secret: {
      secretName: existingSecret,
      optional: when(not(postgres.tls.required), true),
      defaultMode: 0o440,
      items: [{ key, path: 'ca.crt' }],
    },
  })),
];
