import { tenantSecretMembers, url } from '@helm-charts/alga';
import { volume } from '@helm-charts/blocks';
import { choice, integer, object, optional, secretRef, string } from '@helm-charts/types';

export const storage = {
  storage: choice(
    'Where the files of users lie.',
    {
      local: { volume: volume('On a volume.', '10Gi') },
      s3: {
        bucket: string('Bucket of the files.', { minLength: 1 }),
        bundleBucket: optional(string('Bucket of the bundles of extensions.', { minLength: 1 })),
        region: string('Region of the buckets.', { default: 'us-east-1', minLength: 1 }),
        endpoint: optional(string('Address of a store that is not that of Amazon.', { ...url })),
        credentials: secretRef('What opens the buckets.', {
          name: 'storage-credentials',
          keys: { accessKey: 'S3_ACCESS_KEY', secretKey: 'S3_SECRET_KEY' },
        }),
      },
    },
    { default: 'local' },
  ),

  files: object('What users may upload.', {
    maxBytes: integer('Largest file.', { default: 104_857_600, minimum: 1 }),
    mimeTypes: string('Kinds of files, with commas between.', {
      default: '*/*',
      pattern: '^[^\\s,]+(,[^\\s,]+)*$',
    }),
    retentionDays: integer('How long a deleted file is kept.', { default: 30, minimum: 0 }),
    maxConcurrent: integer('Uploads at once.', { default: 3, minimum: 1 }),
    chunkBytes: integer('Bytes of one part of an upload.', { default: 5_242_880, minimum: 1 }),
  }),

  tenantSecrets: object('Where the server keeps what tenants entrust to it.', {
    volume: volume('On a volume, which the email service may share.', '1Gi'),
    ...tenantSecretMembers,
  }),
};
