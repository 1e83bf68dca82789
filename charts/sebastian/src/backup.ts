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
  equals,
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
import { folderMounts, foldersMount, folderVolumes, hasFolders } from './folders.ts';
import { bucketVolumes, toBucket } from './s3.ts';
import type { OwnPostgres, Values } from './values.ts';

/** PersistentVolumeClaim of the backups. */
export const backupsClaim = names.withSuffix('backups');
/** Mount path of the backups. */
export const backupsMount = '/backups';
/** ConfigMap with the programs of backups. */
export const backupScripts = named(component, names.withSuffix('backup'));
const passwords = '/run/secrets/db';

export const backup = (v: Values) =>
  whenCase(v.postgres, 'inChart', (own) =>
    when(v.backup.enabled, [
      manifest('ConfigMap', backupScripts, {
        data: {
          'backup.sh': file('backup.sh'),
          'restore-files.sh': when(hasFolders(v), file('restore-files.sh')),
          's3.cjs': whenCase(v.backup.target, 's3', () => file('s3/main.ts')),
          'certificate.pem': ifSet(v.backup.certificate),
        },
      }),
      cronJob(v, own),
      claim(component, backupsClaim, v.backup.volume),
      when(v.networkPolicy.enabled, networkPolicy(backupScripts, { from: 'nobody' })),
    ]),
  );

const cronJob = (v: Values, own: OwnPostgres) =>
  manifest('CronJob', backupScripts, {
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
              // Too little room, a wrong certificate and a wrong bucket do not go away by themselves.
              {
                action: 'FailJob',
                onExitCodes: { containerName: 'backup', operator: 'In', values: [14, 15, 64] },
              },
              whenCase(v.backup.target, 's3', () => ({
                action: 'FailJob' as const,
                onExitCodes: {
                  containerName: 'upload-backup',
                  operator: 'In' as const,
                  values: [11, 12, 64],
                },
              })),
            ],
          },
          template: pod(component, {
            pods: v.pods,
            user: own.user,
            spec: {
              restartPolicy: 'Never',
              initContainers: [whenCase(v.backup.target, 's3', () => container(v, own))],
              containers: [
                whenCase(v.backup.target, 'volume', () => container(v, own)),
                whenCase(v.backup.target, 's3', (s3) => toBucket(v, own, s3)),
              ],
              volumes: [
                claimVolume('backups', backupsClaim, v.backup.volume),
                when(v.backup.files, folderVolumes(v)),
                configMapVolume('scripts', backupScripts.name),
                secretVolume('password', v.database.credentials.existingSecret, {
                  DB_PASSWORD_SUPERUSER: v.database.credentials.keys.admin,
                }),
                authorityVolume(v.database.tls),
                whenCase(v.backup.target, 's3', (s3) => bucketVolumes(s3)),
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
      BACKUP_KEEP: when(equals(v.backup.target.type, 's3'), '1', v.backup.keep),
      BACKUP_WAIT_TIMEOUT_SECONDS: v.backup.waitSeconds,
      FOLDERS_DIR: when(hasFolders(v), foldersMount, ''),
      CERTIFICATE_FILE: when(isSet(v.backup.certificate), '/scripts/certificate.pem', ''),
    } satisfies BackupEnvironment<Setting>),
    // The sentence of the failure is then in the status of the pod.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    resources: v.backup.resources,
    // Who owns the files of users, in the group that restores the databases.
    securityContext: { runAsUser: v.server.user, runAsGroup: own.user },
    volumeMounts: [
      { name: 'backups', mountPath: backupsMount },
      when(v.backup.files, folderMounts(v, true)),
      { name: 'scripts', mountPath: '/scripts', readOnly: true },
      { name: 'password', mountPath: passwords, readOnly: true },
      authorityMount(v.database.tls),
      { name: 'tmp', mountPath: '/tmp' },
    ],
  });
