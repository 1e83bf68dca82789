import {
  configMapVolume,
  deployment,
  memoryEmptyDir,
  secretVolume,
  tcpProbe,
} from '@helm-charts/blocks';
import { type Component, environment, hash, ifSet, restrictedContainer } from '@helm-charts/types';
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
    annotations: { 'checksum/config': hash([ini(v), start, v.credentials, v.postgres.tls], 64) },
    spec: {
      terminationGracePeriodSeconds: v.shutdownSeconds,
      containers: [container(v)],
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
      ifSet(v.postgres.tls.certificateAuthority, () => ({
        name: 'certificates',
        mountPath: certificates,
        readOnly: true,
      })),
    ],
  });

const volumes = (config: Component, { credentials, postgres }: Values) => [
  configMapVolume('config', config.name),
  secretVolume('credentials', credentials.existingSecret, {
    session: credentials.keys.session,
    transaction: credentials.keys.transaction,
  }),
  memoryEmptyDir('userlist', '1Mi'),
  ifSet(postgres.tls.certificateAuthority, ({ existingSecret, key }) =>
    secretVolume('certificates', existingSecret, { 'ca.crt': key }),
  ),
];
