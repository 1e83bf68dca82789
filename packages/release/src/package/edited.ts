import { join } from 'node:path';
import { digest, type Project, readRecord } from '@helm-charts/pipeline';
import type { Finding } from '@helm-charts/types';
import type { Entry } from '../archive/archive.ts';

/** The generated files that were edited by hand since. Only `helm-charts generate --check` can tell that the sources are newer. */
export const editedProblems = async (
  { workspace, root }: Project,
  entries: readonly Entry[],
): Promise<readonly Finding[]> => {
  const record = await readRecord(join(workspace, root));
  return entries.flatMap(({ path, content }): readonly Finding[] => {
    const generated = record.get(path);
    if (generated === undefined || generated === digest(content)) return [];
    return [
      {
        rule: 'package',
        severity: 'error',
        position: { file: root === '' ? path : `${root}/${path}` },
        message: 'this generated file was edited by hand',
        fix: `move the change to src/, then run "helm-charts generate --force ${root}"`,
      },
    ];
  });
};
