import { createHash } from 'node:crypto';

/** Texts of files by their name in the folder. */
export type Files = Readonly<Record<string, string>>;

/** schemas/lock.json: where the schemas came from, and what they are. */
export interface Lock {
  /** The program that made them. */
  readonly generator: string;
  /** The version of controller-gen. */
  readonly controllerGen: string;
  /** By folder of schemas/. */
  readonly sets: Readonly<Record<string, LockedSet>>;
}

/** What a set was made of, and its hash. */
export interface LockedSet {
  /** Go modules by path; the hash is the one of go.sum. */
  readonly sources: Readonly<Record<string, { readonly version: string; readonly hash: string }>>;
  readonly hash: string;
}

/** The SHA-256 of a folder's files: of each, sorted by name, the name, the length in bytes and the text. */
export const folderHash = (files: Files): string => {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) {
    const text = Buffer.from(files[name] ?? '');
    hash.update(`${name}\0${text.length}\0`).update(text);
  }
  return `sha256:${hash.digest('hex')}`;
};
