import { tenantSecretMembers, url } from '@helm-charts/alga';
import { volume, volumeMembers } from '@helm-charts/blocks';
import { boolean, choice, integer, object, optional, secretRef, string } from '@helm-charts/types';

export const storage = {
  storage: choice(
    'Storage of the files of users.',
    {
      local: { volume: volume('Volume of the files.', '10Gi') },
      s3: {
        bucket: string('Name of the bucket of the files.', { minLength: 1 }),
        bundleBucket: optional(
          string('Name of the bucket of the extension bundles.', { minLength: 1 }),
        ),
        region: string('Region of the buckets.', { default: 'us-east-1', minLength: 1 }),
        endpoint: optional(
          string('URL of the S3 endpoint. The default is the endpoint of AWS.', { ...url }),
        ),
        credentials: secretRef('Secret with the access key.', {
          name: 'storage-credentials',
          keys: { accessKey: 'S3_ACCESS_KEY', secretKey: 'S3_SECRET_KEY' },
        }),
      },
    },
    { default: 'local' },
  ),

  files: object('Limits of uploads.', {
    maxBytes: integer('Maximum size of a file, in bytes.', { default: 104_857_600, minimum: 1 }),
    mimeTypes: string('Comma-separated list of the accepted MIME types.', {
      default: '*/*',
      pattern: '^[^\\s,]+(,[^\\s,]+)*$',
    }),
    retentionDays: integer('Number of days for which a deleted file is kept.', {
      default: 30,
      minimum: 0,
    }),
    maxConcurrent: integer('Maximum number of concurrent uploads.', { default: 3, minimum: 1 }),
    chunkBytes: integer('Size of one part of an upload, in bytes.', {
      default: 5_242_880,
      minimum: 1,
    }),
  }),

  tenantSecrets: object('Store of the secrets of tenants.', {
    volume: object('Volume of the secrets. The workers mount it, too.', {
      enabled: boolean('Whether the server mounts the volume.', { default: true }),
      ...volumeMembers('1Gi'),
    }),
    ...tenantSecretMembers,
  }),
};
