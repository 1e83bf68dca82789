import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Checks, defaultChecks } from '@helm-charts/check';
import type { Sources } from '@helm-charts/generate';
import {
  type Chart,
  Failure,
  type JsonSchema,
  type Position,
  type Profile,
} from '@helm-charts/types';
import { configFile, loadConfig } from './config.ts';
import { kubernetesDefinitions } from './definitions.ts';
import { importProblem } from './import-problem.ts';
import type { Place, Project } from './place.ts';
import { positionOf } from './thrown.ts';
import { importTypeScript } from './typescript.ts';

/** The chart that `src/chart.ts` of a project defines. Throws a Failure (2) that says where its sources are wrong. */
export const loadChart = async (project: Project): Promise<Chart> =>
  load(project, 'chart', (value): value is Chart =>
    hasKeys(value, ['name', 'values', 'manifests']),
  );

/** The profile that `src/profile.ts` of a project defines. Throws a Failure (2) that says where its sources are wrong. */
export const loadProfile = async (project: Project): Promise<Profile> =>
  load(project, 'profile', (value): value is Profile => hasKeys(value, ['name', 'releases']));

/**
 * What a project is checked against: what its own `src/chart.ts` or `src/profile.ts` exports as `checks`, or else the
 * workspace's `helm-charts.config.ts`, or else the rules of Kubernetes and Flux.
 */
export const loadChecks = async ({ workspace, root, kind }: Place): Promise<Checks> => {
  const file = join(root, 'src', `${kind}.ts`);
  const own = await moduleOf(join(workspace, file), { workspace, root });
  const sources = [
    [file, own.checks],
    [configFile, (await loadConfig(workspace)).checks],
  ] as const;
  for (const [file, checks] of sources) {
    if (isChecks(checks)) return checks;
    if (checks !== undefined) {
      const fix = 'write: checks = { ruleSets: [ … ] }';
      throw failure({ file }, 'its "checks" has no list "ruleSets"', fix);
    }
  }
  return defaultChecks;
};

const isChecks = (value: unknown): value is Checks =>
  hasKeys(value, ['ruleSets']) && Array.isArray(value.ruleSets);

/** Plain files are read from the chart's `src/`, definitions from the package with the schemas. */
export const sourcesOf = ({ workspace, root }: Project): Sources => ({
  definitions: kubernetesDefinitions(),
  read: (path) => {
    const file = join(workspace, root, 'src', path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  },
});

const load = async <T>(
  { workspace, root }: Project,
  name: 'chart' | 'profile',
  is: (value: unknown) => value is T,
): Promise<T> => {
  const file = join(workspace, root, 'src', `${name}.ts`);
  const shown = { file: relative(workspace, file) };
  if (!existsSync(file)) {
    throw failure(shown, `there is no ${name} here`, 'create it, or correct the directory');
  }
  const value = (await moduleOf(file, { workspace, root }))[name];
  if (is(value)) return value;
  const define = `define${name === 'chart' ? 'Chart' : 'Profile'}`;
  throw failure(shown, `it exports no "${name}"`, `write: export const ${name} = ${define}({ … })`);
};

const moduleOf = async (
  file: string,
  { workspace, root }: Project,
): Promise<Readonly<{ [key: string]: unknown }>> =>
  await importTypeScript(file).catch((error: unknown) => {
    if (error instanceof Failure) throw error;
    const problem = importProblem(error, workspace);
    const position = problem.position ??
      positionOf(error, workspace, root) ?? { file: relative(workspace, file) };
    // Almost always a value is read that the chart does not declare.
    const fix =
      error instanceof TypeError
        ? 'declare the value that is read here in values.ts, or correct its name'
        : problem.fix;
    throw failure(position, problem.message, fix);
  });

const hasKeys = (value: unknown, keys: readonly string[]): value is JsonSchema =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);

const failure = (position: Position, message: string, fix?: string): Failure =>
  new Failure(2, [{ rule: 'source', severity: 'error', position, message, ...(fix && { fix }) }]);
