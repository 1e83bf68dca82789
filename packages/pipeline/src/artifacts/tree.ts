import { posix } from 'node:path';

/** A file of an artifact, and the file of a source (absolute) that its content comes from. */
export interface StagedFile {
  readonly content: Uint8Array;
  readonly from: string;
}

/** The files and directories of an artifact by path; its root is `.`. */
export interface Staging {
  readonly files: Map<string, StagedFile>;
  readonly directories: Set<string>;
}

/** An artifact without files. */
export const emptyStaging = (): Staging => ({ files: new Map(), directories: new Set(['.']) });

/** Adds a directory with those around it; says what is in the way. */
export const addDirectory = ({ files, directories }: Staging, path: string): string | undefined => {
  const taken = around(path).find((one) => files.has(one));
  if (taken !== undefined) return `${taken} is a file already`;
  for (const one of around(path)) directories.add(one);
  return undefined;
};

/** Adds or replaces a file; says what is in the way. */
export const addFile = (staging: Staging, path: string, file: StagedFile): string | undefined => {
  if (staging.directories.has(path)) return `${path} is a directory already`;
  const problem = addDirectory(staging, posix.dirname(path));
  if (problem === undefined) staging.files.set(path, file);
  return problem;
};

/** A path and all directories around it. */
const around = (path: string): readonly string[] =>
  path === '.' ? ['.'] : [...around(posix.dirname(path)), path];
