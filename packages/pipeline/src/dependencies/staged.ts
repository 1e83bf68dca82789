import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, parse, relative, resolve } from 'node:path';
import { makeFolder, replaceFile } from '@helm-charts/engine';
import { listAt, parseYaml, stringAt } from '@helm-charts/kubernetes';

/** What Helm reads and writes of a chart to fill its folder `charts`. */
const parts = ['Chart.yaml', 'Chart.lock', 'charts'];

/**
 * Lets some work change the folder `charts` and Chart.lock in a copy of a chart, and takes them over where the work says so: work that fails or is
 * interrupted leaves the chart as it was. Charts that Chart.yaml names by a relative path lie beside the copy, too.
 */
export const staged = async <T>(
  directory: string,
  work: (copy: string) => Promise<T>,
  isDone: (result: T) => boolean,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'dependencies-'));
  const within = (path: string) => join(folder, relative(parse(path).root, path));
  const copy = within(directory);
  try {
    makeFolder(copy);
    for (const part of parts) await copyIfThere(join(directory, part), join(copy, part));
    for (const path of await localDependencies(directory)) {
      makeFolder(dirname(within(path)));
      // Two dependencies may be one chart, and one may lie in the other.
      await symlink(path, within(path)).catch(unless('EEXIST'));
    }
    const result = await work(copy);
    if (isDone(result)) await takeOver(copy, directory);
    return result;
  } finally {
    await rm(folder, { recursive: true });
  }
};

const localDependencies = async (directory: string): Promise<readonly string[]> => {
  const text = await readFile(join(directory, 'Chart.yaml'), 'utf8').catch(() => '');
  const repositories = listAt(parseYaml(text).value, 'dependencies').map(
    (one) => stringAt(one, 'repository') ?? '',
  );
  return (
    repositories
      .filter((repository) => repository.startsWith('file://'))
      .map((repository) => resolve(directory, repository.slice('file://'.length)))
      .filter((path) => existsSync(path))
      // The outer one of two comes first, since the inner one lies in it.
      .toSorted((a, b) => a.length - b.length)
  );
};

/** The folder is renamed into place, so that a chart never has half of it. */
const takeOver = async (copy: string, directory: string): Promise<void> => {
  const next = await mkdtemp(join(directory, '.charts-'));
  try {
    const [made, old, held] = [join(next, 'made'), join(next, 'old'), join(directory, 'charts')];
    await copyIfThere(join(copy, 'charts'), made);
    if (existsSync(made)) {
      await rename(held, old).catch(unless('ENOENT'));
      await rename(made, held).catch(async (error: unknown) => {
        await rename(old, held);
        throw error;
      });
    }
    const lock = join(copy, 'Chart.lock');
    if (existsSync(lock))
      await replaceFile(join(directory, 'Chart.lock'), await readFile(lock, 'utf8'));
  } finally {
    await rm(next, { recursive: true });
  }
};

const copyIfThere = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, verbatimSymlinks: true }).catch(unless('ENOENT'));

const unless =
  (code: string) =>
  (error: NodeJS.ErrnoException): void => {
    if (error.code !== code) throw error;
  };
