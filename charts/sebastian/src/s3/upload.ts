import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bucket, list, openBucket, remove, type Stored } from './bucket.ts';
import { say } from './log.ts';
import { abortUploads, putFile } from './put.ts';
import { type Environment, readSettings } from './settings.ts';

/** The last file of a backup that is sent, and the first that is deleted: a backup without it is none. */
export const sums = 'SHA256SUMS';
const nameOf = /^\d{4}-\d{2}-\d{2}T\d{6}Z$/;

/** Copies the newest backup of the volume to the bucket, and deletes there what is too old or was cut off. Returns a sentence. */
export const upload = async (environment: Environment): Promise<string> => {
  const bucket = openBucket(readSettings(environment));
  const { backupsDir, keep, place } = bucket.settings;
  const folders = (await readdir(backupsDir)).filter((name) => nameOf.test(name));
  const name = folders.toSorted().findLast((folder) => existsSync(join(backupsDir, folder, sums)));
  if (name === undefined) return `no backup is on the volume, so nothing is copied to ${place}`;
  const before = backupsIn(await list(bucket));
  await abortUploads(bucket);
  for (const [other, files] of before) {
    if (isComplete(files)) continue;
    await removeBackup(bucket, other, files);
    say(`deleted what was left of ${other}, which was cut off`);
  }
  if (!isComplete(before.get(name) ?? [])) {
    const files = (await readdir(join(backupsDir, name)))
      .filter((file) => file !== sums)
      .toSorted();
    for (const file of [...files, sums]) {
      say(`copying ${name}/${file}`);
      await putFile(bucket, `${name}/${file}`, join(backupsDir, name, file));
    }
  }
  const complete = [...backupsIn(await list(bucket))].filter(([, files]) => isComplete(files));
  for (const [old, files] of complete.slice(0, Math.max(0, complete.length - keep))) {
    await removeBackup(bucket, old, files);
    say(`deleted ${old} at ${place}, since ${keep} backups are kept`);
  }
  return `complete: ${name} is in ${place}`;
};

/** The files of each backup by its name, oldest first; the names sort as their times do. */
export const backupsIn = (objects: readonly Stored[]): ReadonlyMap<string, readonly Stored[]> => {
  const found = new Map<string, Stored[]>();
  for (const object of objects) {
    const [name = '', file, ...rest] = object.key.split('/');
    if (!nameOf.test(name) || !file || rest.length > 0) continue;
    found.set(name, [...(found.get(name) ?? []), { ...object, key: file }]);
  }
  return new Map([...found].toSorted(([a], [b]) => a.localeCompare(b)));
};

export const isComplete = (files: readonly Stored[]): boolean =>
  files.some(({ key }) => key === sums);

const removeBackup = async (
  bucket: Bucket,
  name: string,
  files: readonly Stored[],
): Promise<void> => {
  const last = files.filter(({ key }) => key !== sums);
  for (const { key } of [...files.filter(({ key }) => key === sums), ...last]) {
    await remove(bucket, `${name}/${key}`);
  }
};
