import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, listAt, parseYaml, stringAt } from '@helm-charts/kubernetes';
import type { HelmProblem } from './helm-problem.ts';
import { withChart } from './with-chart.ts';

/**
 * What is wrong with the packages in `charts/` that Chart.lock names: Helm writes Chart.lock even where it could not read a package, and does not compare
 * a package with the digest in the index of its repository.
 */
export const receivedProblems = async (
  chart: string,
  indexOf: (repository: string) => Promise<string>,
): Promise<readonly HelmProblem[]> => {
  const lock = await readFile(join(chart, 'Chart.lock'), 'utf8').catch(() => '');
  const found = listAt(parseYaml(lock).value, 'dependencies').map(
    async (one): Promise<readonly HelmProblem[]> => {
      const [name = '', version = ''] = [stringAt(one, 'name'), stringAt(one, 'version')];
      const repository = stringAt(one, 'repository') ?? '';
      if (repository === '') return [];
      const file = join(chart, 'charts', `${name}-${version}.tgz`);
      const isChart = await withChart(file, async (folder) =>
        readFile(join(folder, 'Chart.yaml'), 'utf8'),
      );
      if (isChart === undefined) return [unreadable(name, version, repository)];
      const digest = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      const published = publishedDigest(await indexOf(repository), name, version, digest);
      return published === undefined ? [] : [changed(name, version, repository, digest, published)];
    },
  );
  return (await Promise.all(found)).flat();
};

/** The digest of another package that an index has for a version; an index may have none. It is parsed only where it lacks the right one: some are large. */
const publishedDigest = (
  index: string,
  name: string,
  version: string,
  digest: string,
): string | undefined => {
  if (index.includes(digest)) return undefined;
  const { value } = parseYaml(index);
  const published = listAt(isObject(value) ? value.entries : undefined, name).find(
    (entry) => stringAt(entry, 'version') === version,
  );
  return stringAt(published, 'digest')?.replace('sha256:', '') || undefined;
};

const unreadable = (name: string, version: string, repository: string): HelmProblem => ({
  message: `the package of ${name} ${version} from ${repository} is cut off or no chart`,
  fix: 'run it again; if it fails again, tell the operator of the repository',
});

const changed = (
  name: string,
  version: string,
  repository: string,
  digest: string,
  published: string,
): HelmProblem => ({
  message: `the package of ${name} ${version} from ${repository} has the digest ${digest}, and the index of the repository says ${published}, so it was changed after it was published`,
  fix: 'ask the operator of the repository why, and do not use the package before',
});
