import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listAt, parseYaml, stringAt } from '@helm-charts/kubernetes';
import { defaultTimeout, type HelmOptions, runHelm } from './helm.ts';
import { type HelmProblem, helmProblems } from './helm-problem.ts';
import { openIndexCache, withRepositories } from './index-cache.ts';
import { receivedProblems } from './received.ts';
import { staged } from './staged.ts';

/** Lets helm fill the folder `charts` of a chart and write its Chart.lock. Both stay as they were unless all that helm made is sound. */
export const fetchCharts = (
  directory: string,
  command: 'update' | 'build',
  options: HelmOptions,
): Promise<readonly HelmProblem[]> =>
  staged(
    directory,
    async (copy) => {
      const repositories = await repositoriesOf(copy);
      // Helm's build, unlike its update, reads only repositories that the user has added.
      const added = command === 'build' ? await withRepositories(copy, repositories) : [];
      const outcome = await runHelm(['dependency', command, copy, ...added], options);
      const { timeout = defaultTimeout } = options;
      const problems = helmProblems(outcome, repositories, timeout);
      return problems.length > 0 ? problems : receivedProblems(copy, await openIndexCache());
    },
    (problems) => problems.length === 0,
  );

const repositoriesOf = async (chart: string): Promise<readonly string[]> => {
  const text = await readFile(join(chart, 'Chart.yaml'), 'utf8').catch(() => '');
  const dependencies = listAt(parseYaml(text).value, 'dependencies');
  return dependencies.map((one) => stringAt(one, 'repository') ?? '');
};
