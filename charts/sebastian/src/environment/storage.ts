import { credential, environment, ifSet, match } from '@helm-charts/types';
import type { Values } from '../values.ts';

/** Mount path of the volume with uploaded files. */
export const filesFolder = '/data/files';

/** Storage of uploaded files, and their limits. */
export const fileStorage = ({ storage, files }: Values) => [
  ...environment({
    STORAGE_DEFAULT_PROVIDER: storage.type,
    STORAGE_UPLOAD_TEMP_DIR: '/tmp/uploads',
    STORAGE_UPLOAD_MAX_CONCURRENT: files.maxConcurrent,
    STORAGE_UPLOAD_CHUNK_SIZE: files.chunkBytes,
  }),
  match(storage, {
    local: () =>
      environment({
        STORAGE_LOCAL_BASE_PATH: filesFolder,
        STORAGE_LOCAL_MAX_FILE_SIZE: files.maxBytes,
        STORAGE_LOCAL_ALLOWED_MIME_TYPES: files.mimeTypes,
        STORAGE_LOCAL_RETENTION_DAYS: files.retentionDays,
      }),
    s3: ({ bucket, bundleBucket, region, endpoint, credentials: { existingSecret, keys } }) =>
      environment({
        STORAGE_S3_REGION: region,
        STORAGE_S3_BUCKET: bucket,
        STORAGE_S3_BUNDLE_BUCKET: ifSet(bundleBucket),
        STORAGE_S3_ENDPOINT: ifSet(endpoint),
        STORAGE_S3_ACCESS_KEY: credential(existingSecret, keys.accessKey),
        STORAGE_S3_SECRET_KEY: credential(existingSecret, keys.secretKey),
        STORAGE_S3_MAX_FILE_SIZE: files.maxBytes,
        STORAGE_S3_ALLOWED_MIME_TYPES: files.mimeTypes,
        STORAGE_S3_RETENTION_DAYS: files.retentionDays,
      }),
  }),
];
