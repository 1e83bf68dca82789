import { hash } from 'node:crypto';
import fs, { type BigIntStats } from 'node:fs';

// Imported by name, they would be the observed functions of fs.ts as soon as a run is observed.
export const readdirSync: typeof fs.readdirSync = fs.readdirSync;
export const readFileSync: typeof fs.readFileSync = fs.readFileSync;
const { lstatSync, readlinkSync, statSync } = fs;

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
  readdirSync(directory, { withFileTypes: true })
    .map((entry) => `${entry.name}/${entry.isDirectory()}/${entry.isFile()}\n`)
    .toSorted()
    .join('');
