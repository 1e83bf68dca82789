import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { type Bucket, list, openBucket, type Stored } from './bucket.ts';
import { S3Failure } from './failure.ts';
import { say } from './log.ts';
import { type Environment, readSettings } from './settings.ts';
import { backupsIn, isComplete, sums } from './upload.ts';

/**
 * Copies the backup that the Secret of a restore names from the bucket to the volume, whole or not at all. Without such a Secret, and where the
 * backup is on the volume, it does nothing, and needs no bucket: Postgres starts after it. Returns a sentence.
 */
export const download = async (environment: Environment): Promise<string> => {
  const request = join(environment.RESTORE_DIR || '/nonexistent', 'backup');
  if (!existsSync(request)) return 'nothing is to be restored';
  const name = readFileSync(request, 'utf8').trim();
  if (existsSync(join(environment.BACKUPS_DIR ?? '', name, sums)))
    return `${name} is on the volume`;
  const settings = readSettings(environment);
  const { backupsDir, place } = settings;
  const bucket = openBucket(settings);
  const folder = join(backupsDir, name);
  const found = backupsIn(await list(bucket));
  const files = found.get(name) ?? [];
  if (!isComplete(files)) throw absent(place, name, found);
  await checkRoom(backupsDir, name, files);
  const part = `${folder}.tmp`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part);
  const digests = new Map<string, string>();
  for (const { key } of files) {
    say(`copying ${name}/${key}`);
    digests.set(key, await getFile(bucket, `${name}/${key}`, join(part, key)));
  }
  const damaged = await differing(join(part, sums), digests);
  if (damaged !== undefined) {
    await rm(part, { recursive: true });
    throw new S3Failure(
      'absent',
      `the backup ${name} in ${place} is damaged (${damaged}): take another one; nothing was changed`,
    );
  }
  await rm(folder, { recursive: true, force: true });
  await rename(part, folder);
  return `complete: ${name} is copied from ${place}`;
};

const absent = (
  place: string,
  name: string,
  found: ReadonlyMap<string, readonly Stored[]>,
): S3Failure => {
  const others = [...found].flatMap(([other, files]) => (isComplete(files) ? [other] : []));
  const have = others.length === 0 ? 'it has none' : `it has ${others.join(', ')}`;
  return new S3Failure(
    'absent',
    `there is no complete backup ${name} in ${place}, ${have}: restore one of those; nothing was changed`,
  );
};

const checkRoom = async (folder: string, name: string, files: readonly Stored[]): Promise<void> => {
  const { bavail, bsize } = await statfs(folder);
  const needed = files.reduce((sum, { size }) => sum + size, 0);
  if (bavail * bsize > needed) return;
  const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  throw new S3Failure(
    'noRoom',
    `the backup ${name} has ${mebibytes(needed)}, and ${folder} has ${mebibytes(bavail * bsize)} left: give the volume more room; nothing was changed`,
  );
};

/** Writes an object to a file, and returns its SHA-256. */
const getFile = (bucket: Bucket, key: string, path: string): Promise<string> =>
  // A transfer that is cut off begins again.
  bucket.send({ method: 'GET', key }, async ({ body }) => {
    const hash = createHash('sha256');
    const hashing = new Transform({
      transform: (chunk, _, done) => {
        hash.update(chunk);
        done(undefined, chunk);
      },
    });
    // The types of the browser's streams and of Node's differ, the streams do not.
    const source = body === null ? Readable.from([]) : Readable.fromWeb(body as ReadableStream);
    await pipeline(source, hashing, createWriteStream(path, { mode: 0o660 }));
    return hash.digest('hex');
  });

/** The first file whose digest is not that of the list. */
const differing = async (
  file: string,
  digests: ReadonlyMap<string, string>,
): Promise<string | undefined> => {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  for (const line of lines) {
    const [digest = '', name = ''] = line.split(/ [ *]/);
    if (digests.get(name) !== digest) return name;
  }
  return undefined;
};
