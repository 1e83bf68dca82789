import { hash } from 'node:crypto';
import fs, { type BigIntStats, type Dirent } from 'node:fs';

// Imported by name, they would be the functions that observe a run as soon as one is observed.
export const readdirSync: typeof fs.readdirSync = fs.readdirSync;
export const readFileSync: typeof fs.readFileSync = fs.readFileSync;
const { closeSync, lstatSync, openSync, readlinkSync, readSync, statSync } = fs;

/** What is at a path. */
export interface State {
  /** `none`, `file`, `directory` or `other`; for a symbolic link also its target. */
  readonly kind: string;
  /** Changes with the content: size, times and inode. Empty if there is nothing. */
  readonly stamp: string;
  /** The last change, in milliseconds since 1970. */
  readonly changed: number;
  /** In bytes. */
  readonly size: number;
}

/** Reads the state of a path (absolute) without its content. */
export const stateOf = (path: string): State => {
  const own = at(path);
  if (own?.isSymbolicLink()) {
    const target = statSync(path, { bigint: true, throwIfNoEntry: false });
    const { kind, ...rest } = describe(target);
    return { ...rest, kind: `link to ${readlinkSync(path)}, ${kind}` };
  }
  return describe(own);
};

/** Undefined if there is nothing, also if a file is where a folder above has to be. */
const at = (path: string): BigIntStats | undefined => {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

const describe = (stats: BigIntStats | undefined): State => {
  if (stats === undefined) return { kind: 'none', stamp: '', changed: 0, size: 0 };
  const { size, mtimeNs, ctimeNs, ino, mtimeMs, ctimeMs } = stats;
  return {
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
    stamp: `${size} ${mtimeNs} ${ctimeNs} ${ino}`,
    changed: Math.max(Number(mtimeMs), Number(ctimeMs)),
    size: Number(size),
  };
};

/** The digest of a file, or of the names and kinds in a directory; undefined if it cannot be read. */
export const digestOf = (path: string, kind: string): string | undefined => {
  try {
    return kind.endsWith('directory') ? digest(listing(path)) : digest(readFileSync(path));
  } catch {
    return undefined;
  }
};

/** The digest of a content. */
export const digest = (content: string | Uint8Array): string => hash('sha256', content, 'base64');

const listing = (directory: string): string =>
  textOf(readdirSync(directory, { withFileTypes: true }));

/** The digest of the names and kinds in a directory. */
export const digestOfList = (entries: readonly Dirent[]): string => digest(textOf(entries));

const textOf = (entries: readonly Dirent[]): string =>
  entries
    .map((entry) => `${entry.name}/${entry.isDirectory()}/${entry.isFile()}\n`)
    .toSorted()
    .join('');

/**
 * The content of a file of this size. It is valid until the next call: most files are small, and one buffer for all of them
 * takes less time.
 * @throws {Error} If the file cannot be read.
 */
export const contentOf = (path: string, size: number): Buffer => {
  if (size >= buffer.length) return readFileSync(path);
  const file = openSync(path, 'r');
  try {
    // The file may have grown.
    return readSync(file, buffer) === size ? buffer.subarray(0, size) : readFileSync(path);
  } finally {
    closeSync(file);
  }
};

const buffer = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Whether the times of a state identify its content. As in Git's index, they count only if they are older than what was
 * recorded then (milliseconds since 1970): a file may change twice within one tick of its file system's clock.
 */
export const isOlder = ({ changed }: Pick<State, 'changed'>, recorded: number): boolean =>
  changed + clockTick < recorded;

/** In milliseconds: the coarsest clock of a file system in use, that of FAT. */
const clockTick = 2000;
