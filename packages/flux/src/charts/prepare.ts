import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import semver from 'semver';
import { parseDocument, stringify } from 'yaml';
import { isObject, stringAt } from '../fields.ts';
import { touch } from '../prune.ts';
import { mergeMaps } from '../values/merge.ts';
import type { Values } from '../values/mutable.ts';
import { parseOverlay } from '../values/overlay.ts';
import type { Files } from '../written/files.ts';
import { parseYaml } from '../yaml.ts';
import type { ChartSource } from './context.ts';
import {
  addDependencies,
  type ChartProblem,
  type Dependency,
  type DependencyContext,
  missingDependencies,
} from './dependencies.ts';
import { digestOf, unpack } from './package.ts';

/** Where packages are and where charts that Flux changes are kept; absolute. */
export interface ChartStore {
  /** Holds packages, named by their digest: `<64 digits>.tgz`. */
  readonly packages: string;
  /** Holds unpacked and changed charts, until nobody has used them for a month; may be deleted at any time. */
  readonly cache: string;
}

/** The directory that helm can render, or one sentence that says why there is none. */
export type PreparedChart =
  | {
      readonly directory: string;
      /** Changes with anything that the chart holds; undefined where it can't be read. */
      readonly content: string | undefined;
      readonly name: string;
      readonly version: string;
    }
  | ChartProblem;

/**
 * Makes the directory of a chart: its own if Flux changes nothing, else a copy with the version and
 * the default values that Flux gives it. Copies are named by their content and made once.
 */
export const prepareChart = async (
  source: ChartSource,
  { packages, cache }: ChartStore,
  context: Omit<DependencyContext, 'packages'> & { readonly files: Files },
): Promise<PreparedChart> => {
  const original = await originalOf(source, packages, cache);
  if ('problem' in original) return original;
  const { directory } = original;
  const metadata = await readMetadata(directory);
  if (metadata === undefined) {
    return error('there is no chart: its directory has no Chart.yaml with a name and a version.');
  }
  const { name } = metadata;
  if (
    semver.valid(source.version ?? '') &&
    semver.compare(source.version ?? '', metadata.version) !== 0
  ) {
    return error(
      `it asks for version ${source.version} of ${name}, and the chart's is ${metadata.version}; publish it under its own version.`,
    );
  }
  const version = [metadata.version.replace(/\+.*/, ''), source.metadata].filter(Boolean).join('+');
  const values = await replacedValues(source, directory);
  if ('problem' in values) return values;
  // A package holds what it depends on.
  const dependencies =
    'directory' in source.location
      ? await missingDependencies(directory, { ...context, packages })
      : [];
  if ('problem' in dependencies) return dependencies;
  const content = context.files.content(directory);
  if (source.metadata === undefined && values.text === undefined && dependencies.length === 0) {
    return { directory, content, name, version: metadata.version };
  }
  const more = dependencies.map((one) => dependencyKey(one, context.files));
  const key = contentKey([content ?? '', version, values.text ?? '', ...more]);
  const copy = await once(join(cache, key), async (target) => {
    await cp(directory, target, { recursive: true });
    const document = parseDocument(await readFile(join(target, 'Chart.yaml'), 'utf8'));
    document.set('version', version);
    await writeFile(join(target, 'Chart.yaml'), document.toString());
    if (values.text !== undefined) await writeFile(join(target, 'values.yaml'), values.text);
    await addDependencies(target, dependencies);
  });
  return { directory: copy, content: key, name, version };
};

const error = (problem: string): ChartProblem => ({ problem, severity: 'error' });

const originalOf = async (
  { location }: ChartSource,
  packages: string,
  cache: string,
): Promise<{ readonly directory: string } | ChartProblem> => {
  if ('directory' in location) return location;
  const hex = location.digest.replace('sha256:', '');
  const target = join(cache, hex);
  if (await touch(target)) return { directory: target };
  const file = join(packages, `${hex}.tgz`);
  if (!existsSync(file)) {
    const problem = `the package of its chart is not at hand, so nothing of it is rendered or checked; fetch it into ${hex}.tgz among the packages of charts.`;
    return { problem, severity: 'warning' };
  }
  if ((await digestOf(file)) !== location.digest) {
    return error(`the package ${hex}.tgz is not what its name says; fetch it anew.`);
  }
  return { directory: await once(target, (directory) => unpack(file, directory)) };
};

const readMetadata = async (
  directory: string,
): Promise<{ readonly name: string; readonly version: string } | undefined> => {
  const text = await readFile(join(directory, 'Chart.yaml'), 'utf8').catch(() => '');
  const { value } = parseYaml(text);
  const [name, version] = [stringAt(value, 'name'), stringAt(value, 'version')];
  return isObject(value) && name && version ? { name, version } : undefined;
};

/** No text where the chart keeps its values. */
const replacedValues = async (
  { valuesFiles, valuesRoot, ignoresMissing }: ChartSource,
  directory: string,
): Promise<{ readonly text: string | undefined } | ChartProblem> => {
  if (valuesFiles.length === 0) return { text: undefined };
  let merged: Values = {};
  for (const file of valuesFiles) {
    const root = valuesRoot ?? directory;
    const path = resolve(root, file.replace(/^\/+/, ''));
    const isInside = !relative(root, path).startsWith('..');
    const text = isInside ? await readFile(path, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) {
      if (ignoresMissing) continue;
      return error(`there is no file of values ${file}; add it, or set ignoreMissingValuesFiles.`);
    }
    const { values, findings } = parseOverlay(text, file);
    const [broken] = findings;
    if (broken) return error(`the file of values ${broken.where} can't be read: ${broken.message}`);
    // Nobody else holds what was just read.
    merged = mergeMaps(merged, values as Values);
  }
  return { text: stringify(merged, { version: '1.1' }) };
};

const contentKey = (parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const text of parts) hash.update(`${text.length}\n${text}`);
  return hash.digest('hex');
};

const dependencyKey = ({ name, path, dependencies }: Dependency, files: Files): string => {
  const content = path.endsWith('.tgz') ? path : (files.content(path) ?? '');
  const own = dependencies.map((one) => dependencyKey(one, files));
  return [name, content, ...own].join('\n');
};

/** Makes a directory whole or not at all, unless it is there. */
const once = async (
  target: string,
  make: (directory: string) => Promise<void>,
): Promise<string> => {
  if (await touch(target)) return target;
  const temporary = `${target}.${randomUUID()}.tmp`;
  await mkdir(temporary, { recursive: true });
  try {
    await make(temporary);
    await rename(temporary, target).catch((reason: unknown) => {
      if (!existsSync(target)) throw reason;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return target;
};
