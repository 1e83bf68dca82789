import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratedFile } from '@helm-charts/generate';

/**
 * The SHA-256 of each file of the last generation, by path. It distinguishes a file that was edited by hand from an
 * outdated one, and a file that is no longer generated from one that was added by hand.
 */
export type Record = ReadonlyMap<string, string>;

/**
 * The file name of the record in the directory of a chart or profile. It is committed together with the generated
 * files.
 */
const recordName = '.generated.json';

/** The record of files as a generated file. */
export const recordOf = (files: readonly GeneratedFile[]): GeneratedFile => ({
  path: recordName,
  content: `${JSON.stringify(Object.fromEntries(files.map(({ path, content }) => [path, digest(content)])), undefined, 2)}\n`,
});

/** The record of a directory; empty if it does not exist or can't be read. */
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

/** The text of a file; undefined if the file does not exist. */
export const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** The SHA-256 of a file, as the record has it. */
export const digest = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');
