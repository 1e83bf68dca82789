import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { findTool, replaceFile } from '@helm-charts/engine';
import { listAt, parseYaml, stringAt } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import { unpack } from '../charts/package.ts';
import { type Project, placeOf } from '../place.ts';
import { count, type Report, refused, reportOf } from '../report.ts';
import { type SubchartModule, subchartModule } from './module.ts';

/** What is done with the dependencies of a chart. */
export type DependenciesAction =
  /** Resolves versions, writes Chart.lock and fills `charts/`, over the network where a repository needs it. */
  | { readonly kind: 'update' }
  /** Fills `charts/` with exactly what Chart.lock says. */
  | { readonly kind: 'build' }
  /** Copies packages or folders of charts into `charts/`. */
  | { readonly kind: 'add'; readonly paths: readonly string[] };

/** Vendors the dependencies of a chart and writes the types of their values into `src/dependencies/`. */
export const dependencies = (project: Project, action: DependenciesAction): Promise<Report> =>
  reportOf(project.root, async () => {
    const { value: place, findings: misplaced } = placeOf(project);
    if (place === undefined) return refused(project.root, misplaced);
    const { directory, root } = place;
    const problems =
      action.kind === 'add'
        ? await add(directory, action.paths)
        : await helm(directory, action.kind);
    if (problems.length > 0) return refused(root, problems, action.kind === 'add' ? 2 : 4);
    const modules = await writeModules(directory);
    return {
      summary: `${root || '.'}: ${count(modules.length, 'dependency').replace('dependencys', 'dependencies')} in charts/`,
      details: modules.map(
        ({ name, version, variable }) =>
          `  ${name} ${version}: src/dependencies/${name}.ts exports ${variable}`,
      ),
      findings: [],
      exitCode: 0,
    };
  });

/** The genuine helm, with the user's own settings, since repositories may need credentials. */
const helm = async (
  directory: string,
  command: 'update' | 'build',
): Promise<readonly Finding[]> => {
  const { path } = await findTool('helm');
  try {
    await promisify(execFile)(path, ['dependency', command, directory]);
    return [];
  } catch (error) {
    const { stderr = '' } = error as { readonly stderr?: string };
    return [
      problem(
        `helm dependency ${command} ${basename(directory)}`,
        stderr.trim().replace(/^Error: /, '') || String(error),
        'correct the repository or version, or add the package of the chart with helm-charts dependencies add',
      ),
    ];
  }
};

const add = async (directory: string, paths: readonly string[]): Promise<readonly Finding[]> => {
  const read = await Promise.all(
    paths.map((path) => withChart(path, (chart) => subchartModule(chart, undefined))),
  );
  const problems = paths
    .filter((_, at) => read[at] === undefined)
    .map((path) =>
      problem(
        path,
        'there is no Helm chart here',
        'name a package (.tgz) or the folder of a chart',
      ),
    );
  if (problems.length > 0) return problems;
  for (const [at, path] of paths.entries()) {
    const { name = '', version = '' } = read[at] ?? {};
    const target = path.endsWith('.tgz') ? `${name}-${version}.tgz` : name;
    for (const old of await readdir(join(directory, 'charts')).catch(() => []))
      if (old === name || (old.startsWith(`${name}-`) && old !== target && /\d\.tgz$/.test(old)))
        await rm(join(directory, 'charts', old), { recursive: true });
    await cp(path, join(directory, 'charts', target), { recursive: true });
  }
  return [];
};

const writeModules = async (directory: string): Promise<readonly SubchartModule[]> => {
  const chart = parseYaml(
    await readFile(join(directory, 'Chart.yaml'), 'utf8').catch(() => ''),
  ).value;
  const repositories = new Map(
    listAt(chart, 'dependencies').map((one) => [
      stringAt(one, 'name'),
      stringAt(one, 'repository'),
    ]),
  );
  const held = await readdir(join(directory, 'charts')).catch(() => []);
  const modules: SubchartModule[] = [];
  for (const entry of held.toSorted()) {
    const path = join(directory, 'charts', entry);
    const made = await withChart(path, async (folder) => {
      const first = await subchartModule(folder, undefined);
      return first && subchartModule(folder, repositories.get(first.name));
    });
    // A chart of this workspace has types of its own.
    if (made === undefined || repositories.get(made.name)?.startsWith('file://')) continue;
    await replaceFile(join(directory, 'src/dependencies', `${made.name}.ts`), made.text);
    modules.push(made);
  }
  return modules;
};

/** Reads the folder of a chart, or a package as a folder. */
const withChart = async <T>(
  path: string,
  use: (folder: string) => Promise<T>,
): Promise<T | undefined> => {
  const entry = await stat(path).catch(() => undefined);
  if (entry === undefined) return undefined;
  if (entry.isDirectory()) return use(path);
  const folder = await mkdtemp(join(tmpdir(), 'chart-'));
  try {
    await unpack(path, folder);
    return await use(folder);
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
};

const problem = (input: string, message: string, fix: string): Finding => ({
  rule: 'dependencies',
  severity: 'error',
  input: relative(process.cwd(), input) || input,
  message,
  fix,
});
