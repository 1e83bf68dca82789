import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@helm-charts/engine';
import { filesOf, readFolder } from '@helm-charts/engine/folder';
import type { Dependency } from './dependencies.ts';
import type { Excluded } from './excluded.ts';
import { copyWithout } from './links.ts';

/** Adds dependencies to the folder `charts` of a copy of a chart. */
export const addDependencies = async (
  chart: string,
  dependencies: readonly Dependency[],
  excluded: Excluded,
): Promise<void> => {
  for (const { name, path, dependencies: own } of dependencies) {
    const target = join(chart, 'charts', path.endsWith('.tgz') ? `${name}.tgz` : name);
    makeFolder(join(chart, 'charts'));
    if (path.endsWith('.tgz')) await cp(path, target);
    else await copyWithout(path, leftOutOf(path, excluded), target);
    await addDependencies(target, own, excluded);
  }
};

/** The links and excluded files of the directory of a chart, relative to it. */
const leftOutOf = (directory: string, excluded: Excluded): readonly string[] => {
  const folder = readFolder(directory);
  const files = folder === undefined ? [] : filesOf(folder);
  return [...(folder?.links ?? []), ...excluded.filesIn(directory, files)];
};
