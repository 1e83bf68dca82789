import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratedFile } from '@helm-charts/generate';

/**
 * What was generated last, by path: the SHA-256 of each file. It tells a file that somebody edited from one that is merely old,
 * and a file that is no longer generated from one that somebody added.
 */
export type Record = ReadonlyMap<string, string>;

/** The name of the record in the directory of a chart or profile; it is committed with what it describes. */
const recordName = '.generated.json';

/** The record of files, itself a file to be written. */
export const recordOf = (files: readonly GeneratedFile[]): GeneratedFile => ({
  path: recordName,
  content: `${JSON.stringify(Object.fromEntries(files.map(({ path, content }) => [path, digest(content)])), undefined, 2)}\n`,
});

/** The record of a directory; empty where there is none, or none that can be read. */
export const readRecord = async (directory: string): Promise<Record> => {
  const text = await readText(join(directory, recordName));
  try {
    const entries = Object.entries<unknown>(JSON.parse(text ?? '{}'));
    return new Map(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return new Map();
  }
};

/** A file's text; undefined where there is no such file. */
export const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

export const digest = (content: string): string =>
  createHash('sha256').update(content).digest('hex');
