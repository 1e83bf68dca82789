import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from '@helm-charts/generate';
import type { Finding } from '@helm-charts/types';
import { isDirectory, type Place } from './place.ts';
import { readRecord } from './record.ts';

/** The files in `crds/` of a chart that its sources do not list and that were not generated before. */
export const unlistedCrds = async (
  { directory, root }: Place,
  generated: readonly GeneratedFile[],
): Promise<readonly Finding[]> => {
  const folder = join(directory, 'crds');
  if (!isDirectory(folder)) return [];
  const known = new Set([
    ...generated.map(({ path }) => path),
    ...(await readRecord(directory)).keys(),
  ]);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1))
    .filter((path) => !known.has(path))
    .toSorted()
    .map((path) => ({
      rule: 'crds',
      severity: 'error',
      position: { file: root === '' ? path : `${root}/${path}` },
      message:
        'the chart does not list this file, but Helm would install it, since it installs everything in crds/',
      fix: `move it to src/${path} and write crds: ['${path}'] in defineChart, or delete it`,
    }));
};
