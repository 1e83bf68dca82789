import { randomUUID } from 'node:crypto';
import { cp, readdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ioFailure, makeFolder } from '@helm-charts/engine';
import type { Checked, Finding } from '@helm-charts/types';
import type { SubchartModule } from './module.ts';
import { readSubchart } from './read.ts';

/** Copies packages and folders of charts, absolute, into `charts/` of a chart, each whole or not at all. Nothing is copied where one of them is no chart. */
export const addSubcharts = async (
  directory: string,
  paths: readonly string[],
): Promise<readonly Finding[]> => {
  const read = await Promise.all(
    paths.map(
      (path): Promise<Checked<SubchartModule>> =>
        isWithin(directory, path)
          ? Promise.resolve({ findings: [itself(path)] })
          : readSubchart(path),
    ),
  );
  const problems = read.flatMap(({ findings }) => findings);
  if (problems.length > 0) return problems;
  for (const [at, path] of paths.entries()) {
    const { name = '', version = '' } = read[at]?.value ?? {};
    await copy(path, join(directory, 'charts'), name, version);
  }
  return [];
};

/** Replaces what there is of the chart. */
const copy = async (path: string, charts: string, name: string, version: string): Promise<void> => {
  const target = path.endsWith('.tgz') ? `${name}-${version}.tgz` : name;
  const isOld = (entry: string): boolean =>
    entry === name || (entry.startsWith(`${name}-`) && /\d\.tgz$/.test(entry));
  // Helm passes over what begins with a dot.
  const temporary = join(charts, `.${randomUUID()}.tmp`);
  try {
    makeFolder(charts);
    await cp(path, temporary, { recursive: true });
    for (const old of await readdir(charts))
      if (isOld(old)) await rm(join(charts, old), { recursive: true });
    await rename(temporary, join(charts, target));
  } catch (error) {
    throw ioFailure(error, { path: join(charts, target) }) ?? error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

/** Whether a folder lies in another one, or is it. */
const isWithin = (folder: string, other: string): boolean => {
  const path = relative(other, folder);
  return path !== '..' && !path.startsWith('../');
};

const itself = (path: string): Finding => ({
  rule: 'dependencies',
  severity: 'error',
  input: relative(process.cwd(), path) || '.',
  message: "the chart lies in this folder, and can't be a dependency of itself",
  fix: 'name the package or folder of another chart',
});
