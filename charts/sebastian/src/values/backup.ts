import { url } from '@helm-charts/alga';
import { volume } from '@helm-charts/blocks';
import {
  boolean,
  choice,
  integer,
  object,
  optional,
  resources,
  secretRef,
  string,
} from '@helm-charts/types';

export const backup = {
  backup: object(
    'Backups of all databases of the Postgres of this chart, with their roles, and of the files of users.',
    {
      enabled: boolean('Whether backups are made, and can be restored.', { default: false }),
      schedule: string('Time of the backups, in the cron format.', {
        default: '30 2 * * *',
        minLength: 1,
      }),
      keep: integer(
        'Number of backups that are kept: on the volume, or in the bucket. Older ones are deleted after each backup.',
        { default: 7, minimum: 1 },
      ),
      files: boolean(
        'Whether the volumes of the server, with the files of users and the secrets of tenants, are part of the backups. The pods of the backup and of the server must be able to mount them at the same time.',
        { default: true },
      ),
      certificate: optional(
        string(
          'X.509 certificate in PEM format. With it, backups are encrypted, and only the owner of its private key can restore them.',
          { pattern: '^-----BEGIN CERTIFICATE-----' },
        ),
      ),
      volume: volume('Volume of the backups. Copy them from there to another machine.', '20Gi'),
      target: choice(
        'Where backups are kept. With `s3` each backup is copied to a bucket, and the volume keeps the newest one only.',
        {
          volume: {},
          s3: {
            endpoint: string('URL of a server with the API of S3.', { ...url }),
            bucket: string('Name of the bucket. It must exist.', {
              pattern: '^[a-z0-9][a-z0-9.-]+$',
            }),
            prefix: string('Prefix of the backups in the bucket. Each site needs its own.', {
              default: 'backups',
              pattern: '^[A-Za-z0-9._/-]*$',
            }),
            region: string('Region of the bucket.', { default: 'us-east-1', minLength: 1 }),
            credentials: secretRef(
              'Secret with the access key. The key needs permission to list, read, write and delete below the prefix.',
              {
                name: 'backup-s3',
                keys: { accessKey: 'S3_ACCESS_KEY', secretKey: 'S3_SECRET_KEY' },
              },
            ),
          },
        },
        { default: 'volume' },
      ),
      waitSeconds: integer('Seconds to wait for Postgres.', { default: 300, minimum: 1 }),
      restoreWaitSeconds: integer(
        'Seconds to wait for the next part of a backup that is copied to the volume.',
        { default: 600, minimum: 1 },
      ),
      resources: resources('Resources of each container that makes, copies or restores a backup.', {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { memory: '512Mi' },
      }),
    },
  ),
};
