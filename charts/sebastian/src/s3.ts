import { configMapVolume } from '@helm-charts/blocks';
import {
  type Container,
  environment,
  type Refs,
  restrictedContainer,
  type Setting,
  type ValueOf,
} from '@helm-charts/types';
import { backupScripts, backupsMount } from './backup.ts';
import type { S3Environment } from './environment/backup.ts';
import { requestMount } from './restore-request.ts';
import type { OwnPostgres, Values, values } from './values.ts';

/** The values of the bucket of the backups. */
type Bucket = Refs<ValueOf<typeof values>['backup']['target']['s3']>;

type Resources = NonNullable<Container['resources']>;

const credentials = '/run/secrets/s3';

/** Copies the newest backup of the volume to the bucket. */
export const toBucket = (v: Values, own: OwnPostgres, s3: Bucket) =>
  restrictedContainer({
    ...program(v, s3, 'upload'),
    name: 'upload-backup',
    // As the container that has made the backup.
    securityContext: { runAsUser: v.server.user, runAsGroup: own.user },
    volumeMounts: [{ name: 'backups', mountPath: backupsMount, readOnly: true }, ...mounts],
  });

/** Copies the backup that is to be restored to the volume, with the resources of the other containers of Postgres. */
export const fromBucket = (v: Values, s3: Bucket, resources: Resources) =>
  restrictedContainer({
    ...program(v, s3, 'download'),
    name: 'download-backup',
    resources,
    volumeMounts: [{ name: 'backups', mountPath: backupsMount }, requestMount, ...mounts],
  });

export const bucketVolumes = ({ credentials: { existingSecret, keys } }: Bucket) => [
  configMapVolume('s3', backupScripts.name, ['s3.cjs']),
  {
    name: 's3-credentials',
    secret: {
      secretName: existingSecret,
      // Postgres starts without it.
      optional: true,
      defaultMode: 0o440,
      items: [
        { key: keys.accessKey, path: 'access-key' },
        { key: keys.secretKey, path: 'secret-key' },
      ],
    },
  },
];

const mounts = [
  { name: 's3', mountPath: '/s3', readOnly: true },
  { name: 's3-credentials', mountPath: credentials, readOnly: true },
];

const program = ({ server, backup }: Values, s3: Bucket, command: 'upload' | 'download') => ({
  // It has Node.
  image: server.image,
  command: ['node', '/s3/s3.cjs', command],
  env: environment({
    BACKUPS_DIR: backupsMount,
    BACKUP_KEEP: backup.keep,
    RESTORE_DIR: requestMount.mountPath,
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET: s3.bucket,
    S3_PREFIX: s3.prefix,
    S3_REGION: s3.region,
    S3_CREDENTIALS_DIR: credentials,
    S3_WAIT_SECONDS: backup.waitSeconds,
  } satisfies S3Environment<Setting>),
  terminationMessagePolicy: 'FallbackToLogsOnError' as const,
  resources: backup.resources,
});
