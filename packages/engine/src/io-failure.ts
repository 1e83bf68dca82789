import { relative } from 'node:path';
import { Failure } from '@helm-charts/types';

/**
 * What this machine refused, as a Failure with exit code 3: a full disk, a folder that is read-only. Undefined for any other error. The path is
 * that of the error unless given, since the error of a write to an open file has none.
 */
export const ioFailure = (error: unknown, path?: string): Failure | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const [message, fix] = sentences.get(String(error.code)) ?? [];
  if (message === undefined) return undefined;
  const place = path ?? pathOf(error);
  return new Failure(
    3,
    [
      {
        rule: 'environment',
        severity: 'error',
        ...(place !== undefined && { input: relative(process.cwd(), place) || '.' }),
        message,
        ...(fix && { fix }),
      },
    ],
    { cause: error },
  );
};

const writable = 'make it writable for the user who runs this, or work in a copy';

const sentences: ReadonlyMap<string, readonly [message: string, fix: string]> = new Map([
  ['ENOSPC', ["it can't be written: no space is left on the disk", 'free some space']],
  ['EDQUOT', ["it can't be written: the disk quota is used up", 'free some space']],
  ['EROFS', ["it can't be written: the file system is read-only", writable]],
  ['EACCES', ['this user may not read or write it', 'change its owner or mode']],
  ['EPERM', ['this user may not change it', 'change its owner or mode']],
  ['EISDIR', ['a folder is where a file has to be', 'move or remove it']],
  ['ENOTDIR', ['a file is where a folder has to be', 'move or remove it']],
  ['EEXIST', ['a file is where a folder has to be', 'move or remove it']],
  ['ELOOP', ['its symbolic links form a cycle', 'remove one of them']],
  ['ENAMETOOLONG', ['its name is longer than the file system allows', 'shorten it']],
  [
    'EMFILE',
    ['too many files are open at once', 'raise the limit, for instance with ulimit -n 4096'],
  ],
  ['EIO', ['the disk reports an error when it is read or written', 'check the disk']],
]);

/** Of the two paths of a copy or rename, that which is written. */
const pathOf = (error: object): string | undefined => {
  const { dest, path } = error as { readonly dest?: unknown; readonly path?: unknown };
  return [dest, path].find((one) => typeof one === 'string');
};
