import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '@helm-charts/generate';
import { Failure } from '@helm-charts/types';
import { compare, type Difference, finding } from './compare.ts';
import { recordOf } from './record.ts';

/** Where generated files go: the directory, and how findings name it. */
export interface Target {
  readonly directory: string;
  readonly name: string;
}

/**
 * Writes what differs, and deletes what is no longer generated. Gives the paths that changed.
 * Throws a Failure (1) before anything is written if somebody edited a generated file; `force` replaces it all the same.
 */
export const writeGenerated = async (
  { directory, name }: Target,
  files: readonly GeneratedFile[],
  { force = false }: { readonly force?: boolean } = {},
): Promise<readonly string[]> => {
  const differences = await compare(directory, files);
  const lost = differences.filter(
    ({ kind }) =>
      kind === 'left-over-edited' || (!force && (kind === 'edited' || kind === 'foreign')),
  );
  if (lost.length > 0)
    throw new Failure(
      1,
      lost.map((difference) => finding(difference, name)),
    );
  const changed = differences.filter((difference) => pathOf(difference) !== recordOf([]).path);
  for (const difference of changed) {
    const path = join(directory, pathOf(difference));
    if ('file' in difference) await replace(path, difference.file.content);
    else await rm(path);
  }
  // The record comes last: cut off before it, the next run finds files newer than the record, with the content it wants.
  if (differences.length > 0)
    await replace(join(directory, recordOf(files).path), recordOf(files).content);
  return changed.map(pathOf);
};

/** Throws a Failure (1) with every file that is not what its sources say. */
export const checkGenerated = async (
  { directory, name }: Target,
  files: readonly GeneratedFile[],
): Promise<void> => {
  const differences = await compare(directory, files);
  if (differences.length > 0) {
    throw new Failure(
      1,
      differences.map((difference) => finding(difference, name)),
    );
  }
};

const pathOf = (difference: Difference): string =>
  'file' in difference ? difference.file.path : difference.path;

/** A reader sees the old file or the new one, never half of one. */
const replace = async (path: string, content: string): Promise<void> => {
  const temporary = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(temporary, content);
  await rename(temporary, path);
};
