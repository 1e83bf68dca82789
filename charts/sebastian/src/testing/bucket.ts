import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mounted } from '@helm-charts/testing/charts';
import {
  makeFolder,
  removeFolder,
  type S3,
  type S3Options,
  startS3,
} from '@helm-charts/testing/servers';
import { mount, rendered, secretsWith } from './containers.ts';
import { type Result, type Run, start } from './run.ts';

/** A bucket, the volume of the backups, and the containers that copy between both. */
export interface BackupBucket extends AsyncDisposable {
  readonly s3: S3;
  /** The folder of the volume. */
  readonly volume: string;
  /** Writes a backup to the volume. */
  readonly put: (name: string, files: Readonly<Record<string, string | Buffer>>) => Promise<void>;
  readonly upload: (otherwise?: Environment) => Promise<Result>;
  readonly beginUpload: (otherwise?: Environment) => Run;
  readonly download: (backup: string | undefined, otherwise?: Environment) => Promise<Result>;
}

type Environment = Readonly<Record<string, string>>;

export const startBucket = async (options: S3Options = {}): Promise<BackupBucket> => {
  const s3 = await startS3(options);
  const folder = await makeFolder('bucket');
  const values = {
    backup: {
      enabled: true,
      keep: 2,
      target: {
        type: 's3',
        s3: { endpoint: s3.endpoint, bucket: s3.bucket, region: s3.region, prefix: 'sites/one' },
      },
    },
  };
  const cluster = {
    manifests: await rendered(values),
    secrets: {
      ...secretsWith({}),
      'backup-s3': { S3_ACCESS_KEY: s3.accessKey, S3_SECRET_KEY: s3.secretKey },
    },
  };
  const uploader = await mount('upload-backup', cluster, folder);
  const downloader = await mount('download-backup', cluster, folder);
  const volume = uploader.path('/backups');
  const begin = (container: Mounted, otherwise: Environment = {}): Run =>
    start(
      container,
      { ...container.environment, S3_WAIT_SECONDS: '3', ...otherwise },
      { path: [] },
    );
  return {
    s3,
    volume,
    put: async (name, files) => {
      await mkdir(join(volume, name));
      for (const [file, text] of Object.entries(files)) {
        await writeFile(join(volume, name, file), text);
      }
    },
    beginUpload: (otherwise) => begin(uploader, otherwise),
    upload: (otherwise) => begin(uploader, otherwise).ended,
    download: async (backup, otherwise) => {
      const request = join(folder, 'request');
      await mkdir(request, { recursive: true });
      if (backup !== undefined) await writeFile(join(request, 'backup'), backup);
      return begin(downloader, { RESTORE_DIR: request, ...otherwise }).ended;
    },
    [Symbol.asyncDispose]: async () => {
      await s3[Symbol.asyncDispose]();
      await removeFolder(folder);
    },
  };
};
