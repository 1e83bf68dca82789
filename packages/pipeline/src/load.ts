import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Checks, defaultChecks } from '@helm-charts/check';
import type { Sources } from '@helm-charts/generate';
import { type Chart, Failure, type JsonSchema, type Profile } from '@helm-charts/types';
import { configFile, loadConfig } from './config.ts';
import { kubernetesDefinitions } from './definitions.ts';
import type { Place, Project } from './place.ts';
import { allowTypeScript } from './typescript.ts';

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
  const own = await moduleOf(join(workspace, file), workspace);
  const sources = [
    [file, own.checks],
    [configFile, (await loadConfig(workspace)).checks],
  ] as const;
  for (const [file, checks] of sources) {
    if (isChecks(checks)) return checks;
    if (checks !== undefined) {
      throw failure(
        file,
        'its "checks" has no list "ruleSets"; write: checks = { ruleSets: [ … ] }',
      );
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
  const shown = relative(workspace, file);
  if (!existsSync(file)) {
    throw failure(shown, `there is no ${name} here; create it, or correct the directory`);
  }
  const value = (await moduleOf(file, workspace))[name];
  if (is(value)) return value;
  throw failure(
    shown,
    `it exports no "${name}"; write: export const ${name} = define${name === 'chart' ? 'Chart' : 'Profile'}({ … })`,
  );
};

const moduleOf = async (
  file: string,
  workspace: string,
): Promise<Readonly<{ [key: string]: unknown }>> => {
  await allowTypeScript(file);
  return await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw error instanceof Failure
      ? error
      : failure(position(error, workspace) ?? relative(workspace, file), sentence(error));
  });
};

/** The line of the workspace's charts or profiles in which an error came up. */
const position = (error: unknown, workspace: string): string | undefined => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const places = [...stack.matchAll(/(?:file:\/\/)?(\/[^\s():]+):(\d+)(?::\d+)?/g)].map(
    ([, file = '', line]) => ({ file, place: `${relative(workspace, file)}:${line}` }),
  );
  const isForeign = (file: string): boolean =>
    /[\\/]node_modules[\\/]/.test(file) ||
    !file.startsWith(workspace) ||
    file.startsWith(ownPackages);
  return places.find(({ file }) => !isForeign(file))?.place;
};

/** The packages of this project, whose code is not what a user of them can correct. */
const ownPackages = resolve(import.meta.dirname, '../..');

const sentence = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const [, name] = undeclared.exec(message) ?? [];
  return name === undefined
    ? (message.split('\n')[0] ?? message)
    : `it reads "${name}" of a value that the chart does not declare; declare it in values.ts or correct its name`;
};

/** What V8 says of a member of undefined. */
const undeclared =
  /^Cannot (?:read properties of undefined \(reading|destructure property) '(.+?)'/;

const hasKeys = (value: unknown, keys: readonly string[]): value is JsonSchema =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'source', severity: 'error', where, message }]);
