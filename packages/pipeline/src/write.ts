import { replaceFiles } from '@helm-charts/engine';
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
 * file was edited by hand, it writes nothing and returns findings; with `force` it replaces the file. A failure or a
 * signal leaves all files as they were.
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
  // The record is written last. If the run is killed before that, the next run finds files that are newer than the
  // record but already have the right content.
  const all = [...changed, ...(differences.length > 0 ? [{ file: recordOf(files) }] : [])];
  await replaceFiles(
    directory,
    new Map(
      all.map((one) => ('file' in one ? [one.file.path, one.file.content] : [one.path, undefined])),
    ),
  );
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
