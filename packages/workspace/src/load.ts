import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Definitions, Sources } from '@helm-charts/generate';
import { type Chart, Failure, type JsonSchema, type Profile } from '@helm-charts/types';

/** The chart that `src/chart.ts` of a directory defines. Throws a Failure (2) that says where its sources are wrong. */
export const loadChart = async (directory: string): Promise<Chart> =>
  load(directory, 'chart', (value): value is Chart =>
    hasKeys(value, ['name', 'values', 'manifests']),
  );

/** The profile that `src/profile.ts` of a directory defines. Throws a Failure (2) that says where its sources are wrong. */
export const loadProfile = async (directory: string): Promise<Profile> =>
  load(directory, 'profile', (value): value is Profile => hasKeys(value, ['name', 'releases']));

/** Plain files are read from the chart's `src/`, definitions from the workspace's `schemas/`. */
export const sourcesOf = (directory: string, workspace: string): Sources => ({
  definitions: definitionsOf(workspace),
  read: (path) => {
    const file = join(directory, 'src', path);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    throw failure(
      relative(workspace, file),
      'the chart includes this file, which does not exist; add it or correct its name',
    );
  },
});

const load = async <T>(
  directory: string,
  name: 'chart' | 'profile',
  is: (value: unknown) => value is T,
): Promise<T> => {
  const file = join(directory, 'src', `${name}.ts`);
  if (!existsSync(file)) {
    throw failure(shown(file), `there is no ${name} here; create it, or correct the directory`);
  }
  const module: Readonly<{ [key: string]: unknown }> = await import(pathToFileURL(file).href).catch(
    (error: unknown) => {
      throw error instanceof Failure
        ? error
        : failure(position(error, directory) ?? shown(file), sentence(error));
    },
  );
  const value = module[name];
  if (is(value)) return value;
  throw failure(
    shown(file),
    `it exports no "${name}"; write: export const ${name} = define${name === 'chart' ? 'Chart' : 'Profile'}({ … })`,
  );
};

const definitionsOf = (workspace: string): Definitions => {
  const file = join(workspace, 'schemas/kubernetes-1.36/definitions.json');
  try {
    const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly definitions: Definitions;
    };
    return definitions;
  } catch (error) {
    const message = `the definitions of Kubernetes' types can't be read (${sentence(error)}); run "npm run nx -- run schemas:update"`;
    throw new Failure(
      2,
      [{ rule: 'schemas', severity: 'error', where: relative(workspace, file), message }],
      { cause: error },
    );
  }
};

/** The line of the chart's own sources in which an error came up. */
const position = (error: unknown, directory: string): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const lines = [...(error.stack ?? '').matchAll(/(file:\/\/[^\s)]+?):(\d+)(?::\d+)?(?=\)|\s|$)/g)];
  const own = lines.find(([, url = '']) => fileURLToPath(url).startsWith(directory + sep));
  return own === undefined ? undefined : `${shown(fileURLToPath(own[1] ?? ''))}:${own[2]}`;
};

const sentence = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const undeclared = /^Cannot read properties of undefined \(reading '(.+)'\)$/.exec(message);
  return undeclared === null
    ? (message.split('\n')[0] ?? message)
    : `it reads "${undeclared[1]}" of a value that the chart does not declare; declare it in values.ts or correct its name`;
};

const hasKeys = (value: unknown, keys: readonly string[]): value is JsonSchema =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);

const shown = (path: string): string => relative(process.cwd(), path);

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'source', severity: 'error', where, message }]);
