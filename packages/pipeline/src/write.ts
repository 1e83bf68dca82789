import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { GeneratedFile } from '@helm-charts/generate';
import type { Checked, Finding } from '@helm-charts/types';
import { compare, type Difference, finding } from './compare.ts';
import { recordOf } from './record.ts';

/** Where generated files go: the directory, and how findings name it. */
export interface Target {
  readonly directory: string;
  readonly name: string;
}

/**
 * Writes what differs, and deletes what is no longer generated. Gives the paths that changed.
 * Writes nothing and gives findings if somebody edited a generated file; `force` replaces it all the same.
 */
export const writeGenerated = async (
  { directory, name }: Target,
  files: readonly GeneratedFile[],
  { force = false }: { readonly force?: boolean } = {},
): Promise<Checked<readonly string[]>> => {
  const differences = await compare(directory, files);
  const lost = differences.filter(
    ({ kind }) =>
      kind === 'left-over-edited' || (!force && (kind === 'edited' || kind === 'foreign')),
  );
  if (lost.length > 0) return { findings: lost.map((difference) => finding(difference, name)) };
  const changed = differences.filter((difference) => pathOf(difference) !== recordOf([]).path);
  for (const difference of changed) {
    const path = join(directory, pathOf(difference));
    if ('file' in difference) await replaceFile(path, difference.file.content);
    else await rm(path);
  }
  // The record comes last: cut off before it, the next run finds files newer than the record, with the content it wants.
  if (differences.length > 0)
    await replaceFile(join(directory, recordOf(files).path), recordOf(files).content);
  return { value: changed.map(pathOf), findings: [] };
};

/** A finding for every file that is not what its sources say. */
export const checkGenerated = async (
  { directory, name }: Target,
  files: readonly GeneratedFile[],
): Promise<readonly Finding[]> =>
  (await compare(directory, files)).map((difference) => finding(difference, name));

const pathOf = (difference: Difference): string =>
  'file' in difference ? difference.file.path : difference.path;
