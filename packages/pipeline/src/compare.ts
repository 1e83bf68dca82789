import { join } from 'node:path';
import type { GeneratedFile } from '@helm-charts/generate';
import type { Finding } from '@helm-charts/types';
import { digest, readRecord, readText, recordOf } from './record.ts';

/** How a file on disk differs from the generated one. */
export type Difference =
  | {
      readonly kind: 'missing' | 'old' | 'edited' | 'foreign';
      readonly file: GeneratedFile;
      readonly line: number;
    }
  | { readonly kind: 'left-over' | 'left-over-edited'; readonly path: string };

/** The differences between a directory and the generated files, sorted by path. */
export const compare = async (
  directory: string,
  files: readonly GeneratedFile[],
): Promise<readonly Difference[]> => {
  const record = await readRecord(directory);
  const wanted = [...files, recordOf(files)];
  const paths = new Set(wanted.map(({ path }) => path));
  const differences = await Promise.all([
    ...wanted.map(async (file): Promise<Difference | undefined> => {
      const text = await readText(join(directory, file.path));
      if (text === file.content) return undefined;
      if (text === undefined) return { kind: 'missing', file, line: 1 };
      const known = record.get(file.path);
      const isRecord = !record.has(file.path) && file === wanted.at(-1);
      const kind =
        isRecord || known === digest(text) ? 'old' : known === undefined ? 'foreign' : 'edited';
      return { kind, file, line: firstDifference(text, file.content) };
    }),
    ...[...record].map(async ([path, known]): Promise<Difference | undefined> => {
      if (paths.has(path)) return undefined;
      const text = await readText(join(directory, path));
      if (text === undefined) return undefined;
      return { kind: digest(text) === known ? 'left-over' : 'left-over-edited', path };
    }),
  ]);
  return differences.filter((difference) => difference !== undefined);
};

/** A difference as a finding. `directory` is its name in findings, for instance `charts/web`. */
export const finding = (difference: Difference, directory: string): Finding => {
  const path = 'file' in difference ? difference.file.path : difference.path;
  const isThere = 'line' in difference && difference.kind !== 'missing';
  return {
    rule: 'drift',
    severity: 'error',
    position: { file: `${directory}/${path}`, ...(isThere && { line: difference.line }) },
    ...sentences[difference.kind],
  };
};

const sentences: Readonly<{
  [kind in Difference['kind']]: { readonly message: string; readonly fix: string };
}> = {
  missing: {
    message: 'this generated file is missing',
    fix: 'run "npm run generate"',
  },
  old: { message: 'this file is older than its sources', fix: 'run "npm run generate"' },
  edited: {
    message: 'this generated file was edited by hand',
    fix: 'move the change to src/, then run "npm run generate -- --force"',
  },
  foreign: {
    message: 'this file was not generated but has the path of a generated file',
    fix: 'move it elsewhere, or run "npm run generate -- --force" to replace it',
  },
  'left-over': { message: 'this file is no longer generated', fix: 'run "npm run generate"' },
  'left-over-edited': {
    message: 'this file is no longer generated and was edited by hand',
    fix: 'move the change to src/, then delete the file',
  },
};

const firstDifference = (a: string, b: string): number => {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  return (at === -1 ? left.length : at) + 1;
};
