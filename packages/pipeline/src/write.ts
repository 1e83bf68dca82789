import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { GeneratedFile } from '@helm-charts/generate';
import type { Checked, Finding } from '@helm-charts/types';
import { compare, type Difference, finding } from './compare.ts';
import { recordOf } from './record.ts';

/** The directory of generated files, and its name in findings. */
export interface Target {
  readonly directory: string;
  readonly name: string;
}

/**
 * Writes files that differ and deletes files that are no longer generated. Returns the changed paths. If a generated
 * file was edited by hand, it writes nothing and returns findings; with `force` it replaces the file.
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
  // The record is written last. If the run is interrupted before that, the next run finds files that are newer than the
  // record but already have the right content.
  if (differences.length > 0)
    await replaceFile(join(directory, recordOf(files).path), recordOf(files).content);
  return { value: changed.map(pathOf), findings: [] };
};

/** Returns a finding for every file that differs from the generated one. */
export const checkGenerated = async (
  { directory, name }: Target,
  files: readonly GeneratedFile[],
): Promise<readonly Finding[]> =>
  (await compare(directory, files)).map((difference) => finding(difference, name));

const pathOf = (difference: Difference): string =>
  'file' in difference ? difference.file.path : difference.path;
