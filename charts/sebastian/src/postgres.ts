import { exporterUser, exporterVolume, podMonitor } from '@helm-charts/alga';
import {
  claim,
  claimVolume,
  configMapVolume,
  emptyDir,
  execProbe,
  memoryEmptyDir,
  probes,
  secretVolume,
  service,
  statefulSet,
} from '@helm-charts/blocks';
import {
  each,
  environment,
  file,
  ifSet,
  manifest,
  named,
  names,
  not,
  type Ref,
  restrictedContainer,
  type Setting,
  text,
  when,
  whenCase,
} from '@helm-charts/types';
import { podMonitor as kind } from '../../../custom-schemas/monitoring.coreos.com/podmonitor-v1.ts';
import { backupsClaim, backupsMount } from './backup.ts';
import { postgres as component } from './component.ts';
import type { RestoreEnvironment } from './environment/backup.ts';
import type { InitializeEnvironment, StartPostgresEnvironment } from './environment/scripts.ts';
import { exporterRole, postgresExporter } from './exporter.ts';
import { requestMount, requestVolume } from './restore-request.ts';
import { bucketVolumes, fromBucket } from './s3.ts';
import type { OwnPostgres, Values } from './values.ts';

/** PersistentVolumeClaim of the data directory. */
export const claimName = names.withSuffix('postgres-data');
const scripts = named(component, names.withSuffix('postgres'));
const initialize = file('initialize-postgres.sh');

/** Data directory below the mount path. The original chart uses the same directory of the claim. */
const data = '/data/data';
const passwords = '/run/secrets/db';
const certificates = '/run/secrets/postgres-tls';

export const postgres = (v: Values) =>
  whenCase(v.postgres, 'inChart', (own) => [
    manifest('ConfigMap', scripts, {
      data: {
        'initialize-postgres.sh': initialize,
        'start-postgres.sh': file('start-postgres.sh'),
        'restore-postgres.sh': when(v.backup.enabled, file('restore-postgres.sh')),
        'exporter-role.sh': when(
          v.metrics.enabled,
          file('exporter-role.sh', { role: exporterUser }),
        ),
      },
    }),
    statefulSet(component, {
      pods: v.pods,
      user: own.user,
      spec: {
        // Postgres writes its memory to disk before it exits.
        terminationGracePeriodSeconds: 120,
        initContainers: [
          when(v.backup.enabled, [
            whenCase(v.backup.target, 's3', (s3) => fromBucket(v, s3, guaranteed(own))),
            restorer(v, own),
          ]),
          initializer(v, own),
          when(
            v.metrics.enabled,
            exporterRole({
              image: own.image,
              args: settings(own),
              data,
              resources: guaranteed(own),
            }),
          ),
        ],
        containers: [
          container(v, own),
          when(
            v.metrics.enabled,
            postgresExporter(v.metrics.postgres.image, guaranteed(v.metrics.postgres)),
          ),
        ],
        volumes: volumes(v, own),
      },
    }),
    service(component, { name: 'postgres', port: 5432 }, { clusterIP: 'None' }),
    claim(component, claimName, own.volume),
    podMonitor(kind, component, v.metrics),
  ]);

interface Sized {
  readonly resources: { readonly cpu: Ref<string>; readonly memory: Ref<string> };
}

/** Requests equal limits, also for the init containers and the exporter, so the pod has the QoS class Guaranteed. */
const guaranteed = ({ resources: { cpu, memory } }: Sized) => ({
  requests: { cpu, memory },
  limits: { cpu, memory },
});

const initializer = ({ database }: Values, own: OwnPostgres) =>
  restrictedContainer({
    name: 'initialize-postgres',
    image: own.image,
    command: ['/bin/sh', '/scripts/initialize-postgres.sh'],
    env: environment({
      PGDATA: data,
      POSTGRES_USER: database.admin,
      POSTGRES_PASSWORD_FILE: `${passwords}/DB_PASSWORD_SUPERUSER`,
    } satisfies InitializeEnvironment<Setting>),
    resources: guaranteed(own),
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'scripts', mountPath: '/scripts', readOnly: true },
      { name: 'password', mountPath: passwords, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  });

/** Before Postgres starts for anybody, so that the bootstrap finds either no database or the restored ones. */
const restorer = ({ backup, database }: Values, own: OwnPostgres) =>
  restrictedContainer({
    name: 'restore-postgres',
    image: own.image,
    command: ['/bin/sh', '/scripts/restore-postgres.sh'],
    env: environment({
      PGDATA: data,
      POSTGRES_USER: database.admin,
      POSTGRES_PASSWORD_FILE: `${passwords}/DB_PASSWORD_SUPERUSER`,
      INITIALIZE: '/scripts/initialize-postgres.sh',
      BACKUPS_DIR: backupsMount,
      RESTORE_DIR: requestMount.mountPath,
      RESTORE_DATABASES: when(
        database.temporal.enabled,
        text`${database.server.name} ${database.hocuspocus.name} ${database.temporal.name} ${database.temporal.visibility}`,
        text`${database.server.name} ${database.hocuspocus.name}`,
      ),
      RESTORE_WAIT_SECONDS: backup.restoreWaitSeconds,
    } satisfies RestoreEnvironment<Setting>),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    resources: guaranteed(own),
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'backups', mountPath: backupsMount },
      { name: 'scripts', mountPath: '/scripts', readOnly: true },
      { name: 'password', mountPath: passwords, readOnly: true },
      requestMount,
      { name: 'tmp', mountPath: '/tmp' },
    ],
  });

const settings = (own: OwnPostgres) => [
  each(own.settings, (value, name) => text`--${name}=${value}`),
];

/** pg_isready over TCP: the Unix socket also responds while initdb runs. The probes set the timeout. */
const isReady = 'pg_isready --quiet --timeout=0 --host=127.0.0.1';

const container = ({ backup }: Values, own: OwnPostgres) =>
  restrictedContainer({
    name: 'postgres',
    image: own.image,
    // The entrypoint of the image accepts an incomplete data directory.
    command: ['/bin/sh', '/scripts/start-postgres.sh'],
    args: settings(own),
    env: environment({
      PGDATA: data,
      TLS_DIR: ifSet(own.tlsSecret, () => certificates),
    } satisfies StartPostgresEnvironment<Setting>),
    // What is wrong with the certificate is then in the status of the pod.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    ports: [{ name: 'postgres', containerPort: 5432 }],
    ...probes(execProbe(isReady), {
      // During recovery, pg_isready exits with 1 (rejecting connections): Postgres is alive.
      alive: execProbe(`${isReady} || [ $? -eq 1 ]`),
      startSeconds: 600,
    }),
    resources: guaranteed(own),
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      // From here backups are copied to another machine: the pod that makes them has ended.
      when(backup.enabled, { name: 'backups', mountPath: backupsMount, readOnly: true }),
      { name: 'scripts', mountPath: '/scripts', readOnly: true },
      { name: 'run', mountPath: '/var/run/postgresql' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'shared-memory', mountPath: '/dev/shm' },
      ifSet(own.tlsSecret, () => ({ name: 'tls', mountPath: certificates, readOnly: true })),
    ],
  });

const volumes = ({ backup, metrics, database: { credentials, tls } }: Values, own: OwnPostgres) => [
  claimVolume('data', claimName, own.volume),
  configMapVolume('scripts', scripts.name),
  secretVolume('password', credentials.existingSecret, {
    DB_PASSWORD_SUPERUSER: credentials.keys.admin,
  }),
  when(backup.enabled, claimVolume('backups', backupsClaim, backup.volume)),
  when(backup.enabled, [requestVolume, whenCase(backup.target, 's3', (s3) => bucketVolumes(s3))]),
  emptyDir('run', '1Mi'),
  emptyDir('tmp', '1Gi'),
  memoryEmptyDir('shared-memory', own.sharedMemory),
  when(metrics.enabled, exporterVolume),
  // The files belong to root and their group may read them, as Postgres requires of its key.
  ifSet(own.tlsSecret, (secretName) => ({
    name: 'tls',
    secret: {
      secretName,
      optional: when(not(tls.required), true),
      defaultMode: 0o440,
      items: ['tls.crt', 'tls.key'].map((key) => ({ key, path: key })),
    },
  })),
];
