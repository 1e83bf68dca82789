import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type ChartRequest,
  constraintOf,
  type LockedChart,
  lockedVersions,
  parseVersion,
  pathWithin,
  pickChart,
  runFetch,
  withoutSlash,
} from '@helm-charts/flux';
import { listAt, parseYaml, stringAt } from '@helm-charts/kubernetes';
import type { Checked } from '@helm-charts/types';
import { chartText } from './chart-text.ts';
import type { Excluded } from './excluded.ts';
import { linksIn } from './links.ts';

/** A dependency of a chart that its folder `charts` does not contain. */
export interface Dependency {
  readonly name: string;
  /** A directory or a package, absolute. */
  readonly path: string;
  /** Its own missing dependencies. */
  readonly dependencies: readonly Dependency[];
}

/** The inputs for finding dependencies. Paths are absolute. */
export interface DependencyContext {
  readonly workspaceRoot: string;
  readonly lock: readonly LockedChart[];
  readonly packages: string;
  /** What the artifact of the source of the chart leaves out. */
  readonly excluded: Excluded;
}

/** The problem for which a chart can't be rendered. The caller adds the position. */
export const chartProblem = (
  severity: 'error' | 'warning',
  message: string,
  fix?: string,
): { readonly findings: Checked<never>['findings'] } => ({
  findings: [
    {
      rule: severity === 'warning' ? 'not-rendered' : 'chart',
      severity,
      message,
      ...(fix && { fix }),
      ...(severity === 'warning' && { unseen: { what: 'rendered', reason: 'chart' } as const }),
    },
  ],
});

/**
 * Finds the dependencies that source-controller adds to a chart of a Git repository (source-controller:
 * internal/helm/chart/dependency_manager.go): those in Chart.yaml that the folder `charts` does not contain, from a
 * path of the repository or from the lock file. `around` are the parent charts.
 */
export const missingDependencies = async (
  directory: string,
  context: DependencyContext,
  around: readonly string[] = [],
): Promise<Checked<readonly Dependency[]>> => {
  const text = chartText(directory);
  // Most charts have none, and to read YAML takes long.
  if (!text.includes('dependencies')) return { value: [], findings: [] };
  const { value } = parseYaml(text);
  const found: Dependency[] = [];
  for (const one of await openDependencies(directory, value, context.excluded)) {
    const { name, range, repository } = one;
    const path = repository.startsWith('file://')
      ? localPath(directory, repository, context)
      : packagePath(requestOf(one), context);
    if (path === undefined) {
      const message = `its dependency ${name} ${range} of ${repository} is not available locally, so nothing of the release is rendered or checked`;
      return chartProblem('warning', message, runFetch);
    }
    const version = repository.startsWith('file://') ? versionOf(path) : undefined;
    if (version !== undefined && !satisfies(version, range)) {
      return chartProblem(
        'error',
        `it needs version ${range} of its dependency ${name}, and ${repository} has ${version}`,
        'correct the version in Chart.yaml',
      );
    }
    if ([directory, ...around].includes(path)) {
      return chartProblem(
        'error',
        `its dependency ${name} depends on itself`,
        'remove this dependency',
      );
    }
    const isPackage = path.endsWith('.tgz');
    const own = isPackage
      ? { value: [], findings: [] }
      : await missingDependencies(path, context, [directory, ...around]);
    if (own.value === undefined) return own;
    found.push({ name, path, dependencies: own.value });
  }
  return { value: found, findings: [] };
};

/** Flux asks it of a path, too; helm does not (source-controller: dependency_manager.go, addLocalDependency). */
const satisfies = (version: string, range: string): boolean => {
  const parsed = parseVersion(version);
  return parsed !== undefined && (constraintOf(range)?.(parsed) ?? false);
};

const versionOf = (directory: string): string | undefined =>
  stringAt(parseYaml(chartText(directory)).value, 'version');

const localPath = (
  directory: string,
  repository: string,
  { workspaceRoot }: Pick<DependencyContext, 'workspaceRoot'>,
): string | undefined => {
  const inside = pathWithin(
    workspaceRoot,
    resolve(directory, repository.slice('file://'.length)).slice(workspaceRoot.length),
  );
  const path = inside === undefined ? undefined : resolve(workspaceRoot, inside);
  return path !== undefined && existsSync(join(path, 'Chart.yaml')) ? path : undefined;
};

const packagePath = (
  request: ChartRequest,
  { lock, packages, workspaceRoot }: DependencyContext,
): string | undefined => {
  const locked = pickChart(request, lockedVersions(request, lock));
  if (locked?.path !== undefined) return resolve(workspaceRoot, locked.path);
  const file = join(packages, `${locked?.digest?.replace('sha256:', '')}.tgz`);
  return existsSync(file) ? file : undefined;
};

/** A dependency in Chart.yaml that the folder `charts` does not contain. */
interface OpenDependency {
  readonly name: string;
  readonly range: string;
  /** A URL. */
  readonly repository: string;
}

const openDependencies = async (
  directory: string,
  chart: unknown,
  excluded: Excluded,
): Promise<readonly OpenDependency[]> => {
  const names = await readdir(join(directory, 'charts')).catch(() => []);
  // Flux leaves links out.
  const links = linksIn(directory);
  const held = names.filter(
    (name) =>
      !links.includes(join('charts', name)) && !excluded.path(join(directory, 'charts', name)),
  );
  return listAt(chart, 'dependencies').flatMap((one) => {
    const [name = '', repository = ''] = [stringAt(one, 'name'), stringAt(one, 'repository')];
    const range = stringAt(one, 'version') || '*';
    const isHeld = held.some(
      (entry) => entry === name || /^-\d.*\.tgz$/.test(entry.replace(name, '')),
    );
    return isHeld || repository === '' ? [] : [{ name, range, repository }];
  });
};

const requestOf = ({ name, range, repository }: OpenDependency): ChartRequest => {
  const url = withoutSlash(repository);
  const isRegistry = url.startsWith('oci://');
  return {
    source: isRegistry ? `${url}/${name}` : url,
    name,
    from: isRegistry ? 'registry' : 'index',
    by: 'version',
    wanted: range,
    isInsecure: false,
  };
};

/** The dependencies that come from the network: of a chart, and of the charts of the repository that it depends on. */
export const dependencyRequests = async (
  directory: string,
  context: Pick<DependencyContext, 'excluded' | 'workspaceRoot'>,
  around: readonly string[] = [],
): Promise<readonly ChartRequest[]> => {
  const text = chartText(directory);
  if (!text.includes('dependencies') || around.includes(directory)) return [];
  const requests: ChartRequest[] = [];
  for (const one of await openDependencies(directory, parseYaml(text).value, context.excluded)) {
    if (/^(https?|oci):\/\//.test(one.repository)) requests.push(requestOf(one));
    const local = one.repository.startsWith('file://')
      ? localPath(directory, one.repository, context)
      : undefined;
    if (local === undefined) continue;
    requests.push(...(await dependencyRequests(local, context, [...around, directory])));
  }
  return requests;
};
