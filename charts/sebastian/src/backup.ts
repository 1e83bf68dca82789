import { authorityMount, authorityPath, authorityVolume } from '@helm-charts/alga';
import {
  claim,
  claimVolume,
  configMapVolume,
  emptyDir,
  networkPolicy,
  pod,
  secretVolume,
} from '@helm-charts/blocks';
import {
  environment,
  file,
  ifSet,
  isSet,
  manifest,
  named,
  names,
  restrictedContainer,
  type Setting,
  when,
  whenCase,
} from '@helm-charts/types';
import { postgres as address } from './address.ts';
import { backup as component } from './component.ts';
import type { BackupEnvironment } from './environment/backup.ts';
import type { OwnPostgres, Values } from './values.ts';

/** PersistentVolumeClaim of the backups. */
export const backupsClaim = names.withSuffix('backups');
/** Mount path of the backups. */
export const backupsMount = '/backups';
const scripts = named(component, names.withSuffix('backup'));
const passwords = '/run/secrets/db';

export const backup = (v: Values) =>
  whenCase(v.postgres, 'inChart', (own) =>
    when(v.backup.enabled, [
      manifest('ConfigMap', scripts, {
        data: {
          'backup.sh': file('backup.sh'),
          'certificate.pem': ifSet(v.backup.certificate),
        },
      }),
      cronJob(v, own),
      claim(component, backupsClaim, v.backup.volume),
      when(v.networkPolicy.enabled, networkPolicy(scripts, { from: 'nobody' })),
    ]),
  );

const cronJob = (v: Values, own: OwnPostgres) =>
  manifest('CronJob', scripts, {
    spec: {
      schedule: v.backup.schedule,
      concurrencyPolicy: 'Forbid',
      // A machine that was off at that time makes its backup within half a day.
      startingDeadlineSeconds: 43_200,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 20,
          activeDeadlineSeconds: 21_600,
          podFailurePolicy: {
            rules: [
              { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
              // Too little room and a wrong certificate do not go away by themselves.
              {
                action: 'FailJob',
                onExitCodes: { containerName: 'backup', operator: 'In', values: [14, 15, 64] },
              },
            ],
          },
          template: pod(component, {
            pods: v.pods,
            user: own.user,
            spec: {
              restartPolicy: 'Never',
              containers: [container(v, own)],
              volumes: [
                claimVolume('backups', backupsClaim, v.backup.volume),
                configMapVolume('scripts', scripts.name),
                secretVolume('password', v.database.credentials.existingSecret, {
                  DB_PASSWORD_SUPERUSER: v.database.credentials.keys.admin,
                }),
                authorityVolume(v.database.tls),
                emptyDir('tmp', '16Mi'),
              ],
            },
          }),
        },
      },
    },
  });

const container = (v: Values, own: OwnPostgres) =>
  restrictedContainer({
    name: 'backup',
    image: own.image,
    command: ['/bin/sh', '/scripts/backup.sh'],
    env: environment({
      DB_HOST: address(v).host,
      DB_PORT: address(v).port,
      DB_USER_ADMIN: v.database.admin,
      DB_PASSWORD_FILE: `${passwords}/DB_PASSWORD_SUPERUSER`,
      DB_CA_FILE: authorityPath(v.database.tls),
      BACKUPS_DIR: backupsMount,
      BACKUP_KEEP: v.backup.keep,
      BACKUP_WAIT_TIMEOUT_SECONDS: v.backup.waitSeconds,
      CERTIFICATE_FILE: when(isSet(v.backup.certificate), '/scripts/certificate.pem', ''),
    } satisfies BackupEnvironment<Setting>),
    // The sentence of the failure is then in the status of the pod.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    resources: v.backup.resources,
    volumeMounts: [
      { name: 'backups', mountPath: backupsMount },
      { name: 'scripts', mountPath: '/scripts', readOnly: true },
      { name: 'password', mountPath: passwords, readOnly: true },
      authorityMount(v.database.tls),
      { name: 'tmp', mountPath: '/tmp' },
    ],
  });
