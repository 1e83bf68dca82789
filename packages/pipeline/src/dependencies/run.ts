import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import { listAt, parseYaml, stringAt } from '@helm-charts/kubernetes';
import type { Checked, Finding } from '@helm-charts/types';
import { unlessAborted } from '../interrupted.ts';
import { type Project, placeOf } from '../place.ts';
import { type Report, refused, reportOf } from '../report.ts';
import { addSubcharts } from './add.ts';
import { fetchCharts } from './fetch-charts.ts';
import type { HelmOptions } from './helm.ts';
import type { SubchartModule } from './module.ts';
import { readSubchart } from './read.ts';

/** An action on the dependencies of a chart. */
export type DependenciesAction =
  /** Resolves versions, writes Chart.lock and fills `charts/`. It uses the network if a repository needs it. */
  | { readonly kind: 'update' }
  /** Fills `charts/` with the versions in Chart.lock. */
  | { readonly kind: 'build' }
  /** Copies packages or folders of charts into `charts/`. */
  | { readonly kind: 'add'; readonly paths: readonly string[] };

/** Vendors the dependencies of a chart and writes the types of their values into `src/dependencies/`. */
export const dependencies = (
  project: Project,
  action: DependenciesAction,
  options: HelmOptions = {},
): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: place, findings: misplaced } = placeOf(project);
    if (place === undefined) return refused(project.root, misplaced);
    const { directory, root } = place;
    if (action.kind === 'add') {
      const problems = await addSubcharts(directory, action.paths);
      if (problems.length > 0) return refused(root, problems);
    } else {
      if (!existsSync(join(directory, 'Chart.yaml')))
        return refused(root, [withoutChartYaml(root)]);
      const problems = await fetchCharts(directory, action.kind, options);
      if (problems.length > 0) {
        const input = `helm dependency ${action.kind} ${root || '.'}`;
        const findings = problems.map(({ message, fix }) => problem(input, message, fix));
        return refused(root, findings, problems.every(({ isInput }) => isInput) ? 2 : 4);
      }
    }
    const { value: modules, findings } = await unlessAborted(options.signal, modulesOf(directory));
    if (modules === undefined) return refused(root, findings);
    for (const { name, text } of modules)
      await replaceFile(join(directory, 'src/dependencies', `${name}.ts`), text);
    return {
      summary: `${root || '.'}: ${modules.length} ${modules.length === 1 ? 'dependency' : 'dependencies'} in charts/`,
      details: modules.map(
        ({ name, version, variable }) =>
          `  ${name} ${version}: src/dependencies/${name}.ts exports ${variable}`,
      ),
      findings: [],
      exitCode: 0,
    };
  });

/** The modules of the charts in `charts/`; those of the workspace itself have none. */
const modulesOf = async (directory: string): Promise<Checked<readonly SubchartModule[]>> => {
  const chart = parseYaml(
    await readFile(join(directory, 'Chart.yaml'), 'utf8').catch(() => ''),
  ).value;
  const repositories = new Map(
    listAt(chart, 'dependencies').map((one) => [
      stringAt(one, 'name'),
      stringAt(one, 'repository'),
    ]),
  );
  const charts = join(directory, 'charts');
  const held = await readdir(charts, { withFileTypes: true }).catch(() => []);
  const read = await Promise.all(
    held
      // As Helm loads them (helm pkg/chart/v2/loader/load.go).
      .filter(
        (entry) => !/^[_.]/.test(entry.name) && (!entry.isFile() || /\.tgz$/.test(entry.name)),
      )
      .map(({ name }) => join(charts, name))
      .toSorted()
      .map((path) => readSubchart(path, (name) => repositories.get(name))),
  );
  const findings = read.flatMap((one) => one.findings);
  if (findings.length > 0) return { findings };
  const modules = read.flatMap(({ value }) => value ?? []);
  return {
    value: modules.filter(({ name }) => !repositories.get(name)?.startsWith('file://')),
    findings,
  };
};

const withoutChartYaml = (root: string): Finding => ({
  rule: 'dependencies',
  severity: 'error',
  position: { file: join(root, 'Chart.yaml') },
  message: 'the file does not exist yet, and helm reads the dependencies from it',
  fix: `run: helm-charts generate ${root || '.'}`,
});

const problem = (input: string, message: string, fix: string): Finding => ({
  rule: 'dependencies',
  severity: 'error',
  input,
  message,
  fix,
});
