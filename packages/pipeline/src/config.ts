import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Checks } from '@helm-charts/check';
import { Failure, type Position } from '@helm-charts/types';
import { importProblem } from './import-problem.ts';
import { importTypeScript } from './typescript.ts';

/** The content of `helm-charts.config.ts`. */
export interface Config {
  /** Directories with a `src/chart.ts`, where the last folder may be `*`. `['.', 'charts/*']` unless set. */
  readonly charts?: readonly string[];
  /** Directories with a `src/profile.ts`, where the last folder may be `*`. `['.', 'flux-profiles/*']` unless set. */
  readonly profiles?: readonly string[];
  /** The rules that charts and profiles are checked against. Those of Kubernetes and Flux unless set. */
  readonly checks?: Checks;
}

/** The name of the file, at the root of a workspace. */
export const configFile = 'helm-charts.config.ts';

/** Defines the default export of `helm-charts.config.ts`. */
export const defineConfig = (config: Config): Config => config;

/** The configuration of a workspace; empty where it has none. Throws a Failure (2) where the file is wrong. */
export const loadConfig = async (workspace: string): Promise<Config> => {
  const file = join(workspace, configFile);
  if (!existsSync(file)) return {};
  const { default: config } = await importTypeScript(file).catch((cause: unknown) => {
    const { message, fix, position } = importProblem(cause, workspace);
    throw wrong(message, fix, position);
  });
  if (!isObject(config)) {
    throw wrong('it has no default export', 'write: export default defineConfig({ … })');
  }
  const unknown = Object.keys(config).filter((key) => !fields.includes(key));
  if (unknown.length > 0) {
    throw wrong(
      `it has no option ${unknown.map((key) => `"${key}"`).join(' and ')}`,
      `use ${fields.join(', ')}`,
    );
  }
  for (const field of ['charts', 'profiles'] as const) {
    if (config[field] === undefined || isListOfStrings(config[field])) continue;
    throw wrong(`its "${field}" is no list of directories`, `write: ${field}: ['deploy/*']`);
  }
  return config;
};

const fields = ['charts', 'profiles', 'checks'];

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null;

const isListOfStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const wrong = (
  message: string,
  fix?: string,
  position: Position = { file: configFile },
): Failure => {
  const finding = { rule: 'config', severity: 'error', position } as const;
  return new Failure(2, [{ ...finding, message, ...(fix !== undefined && { fix }) }]);
};

/** The charts of a workspace: directories relative to it, `''` for its root. */
export const chartRoots = (
  workspace: string,
  { charts = ['.', 'charts/*'] }: Config,
): readonly string[] => directoriesOf(workspace, charts, 'src/chart.ts');

/** The profiles of a workspace: directories relative to it, `''` for its root. */
export const profileRoots = (
  workspace: string,
  { profiles = ['.', 'flux-profiles/*'] }: Config,
): readonly string[] => directoriesOf(workspace, profiles, 'src/profile.ts');

const directoriesOf = (
  workspace: string,
  patterns: readonly string[],
  source: string,
): readonly string[] => {
  const folders = patterns.flatMap((pattern) => {
    const parts = pattern.split('/').filter((part) => part !== '.' && part !== '');
    return parts.at(-1) === '*'
      ? foldersIn(workspace, parts.slice(0, -1).join('/'))
      : [parts.join('/')];
  });
  return [...new Set(folders)].filter((folder) => existsSync(join(workspace, folder, source)));
};

const foldersIn = (workspace: string, parent: string): readonly string[] => {
  if (!existsSync(join(workspace, parent))) return [];
  return readdirSync(join(workspace, parent))
    .toSorted()
    .map((name) => (parent === '' ? name : `${parent}/${name}`));
};
