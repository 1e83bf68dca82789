import { statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { Failure } from '@helm-charts/types';

/** What an error without a path is about. */
interface Written {
  /** The file that people know, in place of a temporary one. */
  readonly path?: string;
  /** The folder that was written to; an error of a write to an open file has no path. */
  readonly folder?: string;
}

/** What this machine refused, as a Failure with exit code 3: a full disk, a folder that is read-only. Undefined for any other error. */
export const ioFailure = (error: unknown, { path, folder }: Written = {}): Failure | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  // `rm` has names of its own.
  const code = String(error.code).replace('ERR_FS_', '');
  const [message, fix] = sentenceOf(error, code) ?? [];
  if (message === undefined) return undefined;
  const found = path ?? pathOf(error) ?? folder;
  const place = found !== undefined && message === noFolder[0] ? fileAbove(found) : found;
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

/** A folder that does not exist is no error of the machine, unless it is to be made: /proc has no new folders. */
const sentenceOf = (error: object, code: string): Sentence | undefined => {
  if (code !== 'ENOENT') return sentences.get(code);
  if (isOfCall(error, 'mkdtemp')) return noTemporary;
  return isOfCall(error, 'mkdir') ? noNewFolder : undefined;
};

const isOfCall = (error: object, syscall: string): boolean =>
  'syscall' in error && error.syscall === syscall;

type Sentence = readonly [message: string, fix: string];

const noTemporary: Sentence = [
  'the folder for temporary files does not exist',
  'create it, or set TMPDIR to a folder that exists',
];

const noNewFolder: Sentence = [
  'this file system does not let anybody make a folder here',
  'name a folder in another one',
];

const writable = 'make it writable for the user who runs this, or work in a copy';

const noFolder: Sentence = ['a file is where a folder has to be', 'move or remove it'];

const sentences: ReadonlyMap<string, Sentence> = new Map([
  ['ENOSPC', ['no space is left on the disk', 'free some space']],
  ['EDQUOT', ['the disk quota is used up', 'free some space']],
  ['EROFS', ['nothing can be written here, since the file system is read-only', writable]],
  ['EACCES', ['this user may not read or write it', 'change its owner or mode']],
  ['EPERM', ['this user may not change it', 'change its owner or mode']],
  ['EISDIR', ['a folder is where a file has to be', 'move or remove it']],
  ['ENOTDIR', noFolder],
  ['EEXIST', noFolder],
  ['ELOOP', ['its symbolic links form a cycle', 'remove one of them']],
  ['ENAMETOOLONG', ['its name is longer than the file system allows', 'shorten it']],
  [
    'EMFILE',
    ['too many files are open at once', 'raise the limit, for instance with ulimit -n 4096'],
  ],
  ['EIO', ['the disk reports an error when it is read or written', 'check the disk']],
]);

/** The file that a path leads through. */
const fileAbove = (path: string): string => {
  for (let above = path; dirname(above) !== above; above = dirname(above))
    if (statSync(above, { throwIfNoEntry: false })?.isDirectory() === false) return above;
  return path;
};

/** Of the two paths of a copy or rename, that which is written. A new temporary folder is about the one that it is made in. */
const pathOf = (error: object): string | undefined => {
  const { dest, path } = error as { readonly dest?: unknown; readonly path?: unknown };
  const found = [dest, path].find((one) => typeof one === 'string');
  return found !== undefined && isOfCall(error, 'mkdtemp') ? dirname(found) : found;
};
