import { choice, integer, object, oneOf, optional, secretRef, string } from '@helm-charts/types';
import { secretKey, url, volume } from './parts.ts';

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
    readChain: string('Where a secret is looked for, in turn.', {
      default: 'env,filesystem',
      pattern: '^(env|filesystem|vault)(,(env|filesystem|vault))*$',
    }),
    writeTo: oneOf('Where a new secret is written.', ['filesystem', 'vault'], {
      default: 'filesystem',
    }),
    environmentPrefix: optional(
      string('What the names of such variables begin with.', { minLength: 1 }),
    ),
    vault: optional(
      object('HashiCorp Vault.', {
        address: string('Its address.', { ...url }),
        token: secretKey('What it is shown.'),
        applicationPath: string('Where the secrets of the application lie.', { minLength: 1 }),
        tenantPath: string('Where those of a tenant lie; {tenantId} stands for it.', {
          minLength: 1,
        }),
      }),
    ),
  }),
};
