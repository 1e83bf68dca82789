import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Checks, defaultChecks } from '@helm-charts/check';
import type { Sources } from '@helm-charts/generate';
import {
  type Chart,
  type Checked,
  Failure,
  type Finding,
  type JsonSchema,
  type Position,
  type Profile,
} from '@helm-charts/types';
import { bundle } from './bundle.ts';
import { loadConfig } from './config.ts';
import { kubernetesDefinitions } from './definitions.ts';
import { importProblem } from './import-problem.ts';
import type { Place, Project } from './place.ts';
import { configFile } from './roots.ts';
import { positionOf } from './thrown.ts';
import { importTypeScript } from './typescript.ts';

/**
 * Loads the chart from `src/chart.ts` of a project. Findings report errors of its sources.
 * @throws {Failure} If the sources throw one.
 */
export const loadChart = async (project: Project): Promise<Checked<Chart>> =>
  load(project, 'chart', (value): value is Chart =>
    hasKeys(value, ['name', 'values', 'manifests']),
  );

/**
 * Loads the profile from `src/profile.ts` of a project. Findings report errors of its sources.
 * @throws {Failure} If the sources throw one.
 */
export const loadProfile = async (project: Project): Promise<Checked<Profile>> =>
  load(project, 'profile', (value): value is Profile => hasKeys(value, ['name', 'releases']));

/**
 * Loads the checks of a project: the export `checks` of its `src/chart.ts` or `src/profile.ts`, else those of the
 * workspace's `helm-charts.config.ts`, else the rule sets `kubernetes` and `flux`.
 */
export const loadChecks = async ({ workspace, root, kind }: Place): Promise<Checked<Checks>> => {
  const file = join(root, 'src', `${kind}.ts`);
  const [own, config] = await Promise.all([
    moduleOf(join(workspace, file), { workspace, root }),
    loadConfig(workspace),
  ]);
  if (own.value === undefined || config.value === undefined) {
    return { findings: [...own.findings, ...config.findings] };
  }
  const sources = [
    [file, own.value.checks],
    [configFile, config.value.checks],
  ] as const;
  for (const [file, checks] of sources) {
    if (isChecks(checks)) return { value: checks, findings: [] };
    if (checks !== undefined) {
      const fix = 'write: checks = { ruleSets: [ … ] }';
      return { findings: [problem({ file }, 'its "checks" has no list "ruleSets"', fix)] };
    }
  }
  return { value: defaultChecks, findings: [] };
};

const isChecks = (value: unknown): value is Checks =>
  hasKeys(value, ['ruleSets']) && Array.isArray(value.ruleSets);

/** Reads plain files from the chart's `src/`, bundles its programs, and reads definitions from the package with the schemas. */
export const sourcesOf = ({ workspace, root }: Project): Sources => ({
  definitions: kubernetesDefinitions(),
  locate: locateIn(workspace, root),
  read: (path) => {
    const file = join(workspace, root, 'src', path);
    if (!existsSync(file)) return undefined;
    return file.endsWith('.ts') ? bundle(file) : readFileSync(file, 'utf8');
  },
});

const load = async <T>(
  { workspace, root }: Project,
  name: 'chart' | 'profile',
  is: (value: unknown) => value is T,
): Promise<Checked<T>> => {
  const file = join(workspace, root, 'src', `${name}.ts`);
  const shown = { file: relative(workspace, file) };
  if (!existsSync(file)) {
    const fix = 'create it, or correct the directory';
    return { findings: [problem(shown, `there is no ${name} here`, fix)] };
  }
  const module = await moduleOf(file, { workspace, root });
  if (module.value === undefined) return { findings: module.findings };
  const value = module.value[name];
  if (is(value)) return { value, findings: [] };
  const define = `define${name === 'chart' ? 'Chart' : 'Profile'}`;
  const fix = `write: export const ${name} = ${define}({ … })`;
  return { findings: [problem(shown, `it exports no "${name}"`, fix)] };
};

const moduleOf = async (
  file: string,
  { workspace, root }: Project,
): Promise<Checked<Readonly<{ [key: string]: unknown }>>> => {
  try {
    return { value: await importTypeScript(file), findings: [] };
  } catch (error) {
    if (error instanceof Failure) throw error;
    const found = importProblem(error, workspace);
    const position = found.position ??
      positionOf(error, workspace, root) ?? { file: relative(workspace, file) };
    const fix = isMissingValue(error)
      ? 'declare the value that is read here in values.ts, or correct its name'
      : found.fix;
    return { findings: [problem(position, found.message, fix)] };
  }
};

/** Whether an error means that an undeclared value is read: the message of V8 or of this project. */
const isMissingValue = (error: unknown): boolean =>
  error instanceof TypeError &&
  /^Cannot (?:read properties of undefined \(reading '(?!\d)|destructure property)|a value that the chart does not declare/.test(
    error.message,
  );

/** Files are relative to the project. */
const locateIn =
  (workspace: string, root: string): NonNullable<Sources['locate']> =>
  (origin) => {
    const found = positionOf(origin, workspace, root);
    return found && { ...found, file: relative(root, found.file) };
  };

const hasKeys = (value: unknown, keys: readonly string[]): value is JsonSchema =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);

const problem = (position: Position, message: string, fix?: string): Finding => ({
  rule: 'source',
  severity: 'error',
  position,
  message,
  ...(fix && { fix }),
});
