import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';

/** What something was read from: a stamp of each file by its path, and a digest of each environment variable by its name. */
export interface Source {
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** Whether nothing of it has changed. */
export const isCurrent = ({ files, variables }: Source): boolean =>
  Object.entries(variables).every(([name, digest]) => digestOf(process.env[name]) === digest) &&
  Object.entries(files).every(([path, stamp]) => stampOf(path) === stamp);

/** Changes with the content of a file: its size, times and inode. Empty if there is none. */
export const stampOf = (path: string): string => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return '';
  const { size, mtimeMs, ctimeMs, ino } = stats;
  return [size, ino, mtimeMs, ctimeMs].join(' ');
};

/** The times in a stamp, in milliseconds. */
export const timesIn = (stamp: string): readonly number[] => stamp.split(' ').slice(2).map(Number);

/** The digest of the value of an environment variable, which may be a secret. Empty if it isn't set. */
export const digestOf = (value: string | undefined): string =>
  value === undefined ? '' : createHash('sha256').update(value).digest('hex');
