import {
  type Component,
  each,
  environment,
  given,
  hash,
  manifest,
  merge,
  restrictedContainer,
  restrictedPod,
} from '@helm-charts/types';
import { certificates, ini, start } from './config.ts';
import type { Values } from './values.ts';

/** The group `postgres` of the image (edoburu/docker-pgbouncer Dockerfile), by number. */
const user = 70;

export const deployment = (pooler: Component, config: Component, v: Values) =>
  manifest('Deployment', pooler, {
    spec: {
      replicas: v.replicas,
      // Two pods at once would take twice the connections that Postgres has to give.
      strategy: { type: 'Recreate' },
      // More than the ten minutes that Flux waits for the release, so that a slow image is not a failure.
      progressDeadlineSeconds: 900,
      selector: { matchLabels: pooler.selector },
      template: restrictedPod(pooler, {
        user,
        annotations: merge(
          { 'checksum/config': hash([ini(v), start, v.credentials, v.postgres.tls], 64) },
          v.podAnnotations,
        ),
        labels: v.podLabels,
        spec: {
          terminationGracePeriodSeconds: v.shutdownSeconds,
          imagePullSecrets: [each(v.imagePullSecrets, (name) => ({ name }))],
          priorityClassName: given(v.priorityClassName),
          nodeSelector: v.nodeSelector,
          affinity: given(v.affinity),
          tolerations: v.tolerations,
          containers: [container(v)],
          volumes: volumes(config, v),
        },
      }),
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
    // A probe that asked Postgres would restart the pooler whenever Postgres restarts.
    readinessProbe: { tcpSocket: { port: 'pgbouncer' }, periodSeconds: 5 },
    livenessProbe: { tcpSocket: { port: 'pgbouncer' }, initialDelaySeconds: 10, periodSeconds: 20 },
    // SIGINT lets running transactions end; a second signal would cut them off, so the hook waits for the grace period.
    lifecycle: {
      preStop: { exec: { command: ['/bin/sh', '-c', 'kill -INT 1; while :; do sleep 1; done'] } },
    },
    resources: v.resources,
    volumeMounts: [
      { name: 'config', mountPath: '/etc/pgbouncer', readOnly: true },
      { name: 'credentials', mountPath: '/run/secrets/pgbouncer', readOnly: true },
      { name: 'userlist', mountPath: '/run/pgbouncer' },
      given(v.postgres.tls.certificateAuthority, () => ({
        name: 'certificates',
        mountPath: certificates,
        readOnly: true,
      })),
    ],
  });

const volumes = (config: Component, { credentials, postgres }: Values) => [
  { name: 'config', configMap: { name: config.name } },
  {
    name: 'credentials',
    secret: {
      secretName: credentials.existingSecret,
      defaultMode: 0o440,
      items: [
        { key: credentials.keys.session, path: 'session' },
        { key: credentials.keys.transaction, path: 'transaction' },
      ],
    },
  },
  { name: 'userlist', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
  given(postgres.tls.certificateAuthority, ({ existingSecret, key }) => ({
    name: 'certificates',
    secret: { secretName: existingSecret, items: [{ key, path: 'ca.crt' }] },
  })),
];
