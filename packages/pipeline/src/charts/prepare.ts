import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { touch } from '@helm-charts/engine';
import {
  type ChartSource,
  type Files,
  mergeMaps,
  parseOverlay,
  type Values,
} from '@helm-charts/flux';
import { isObject, parseYaml, stringAt } from '@helm-charts/kubernetes';
import { type Checked, printPosition } from '@helm-charts/types';
import semver from 'semver';
import { parseDocument, stringify } from 'yaml';
import {
  addDependencies,
  chartProblem,
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

/** The directory of a chart that helm can render. */
export interface PreparedChart {
  readonly directory: string;
  /** Changes with anything that the chart holds; undefined where it can't be read. */
  readonly content: string | undefined;
  readonly name: string;
  readonly version: string;
}

/**
 * Makes the directory of a chart: its own if Flux changes nothing, else a copy with the version and
 * the default values that Flux gives it. Copies are named by their content and made once.
 */
export const prepareChart = async (
  source: ChartSource,
  { packages, cache }: ChartStore,
  context: Omit<DependencyContext, 'packages'> & { readonly files: Files },
): Promise<Checked<PreparedChart>> => {
  const { value: directory, findings } = await originalOf(source, packages, cache);
  if (directory === undefined) return { findings };
  const metadata = await readMetadata(directory);
  if (metadata === undefined) {
    const message = 'there is no chart: its directory has no Chart.yaml with a name and a version';
    return chartProblem('error', message);
  }
  const { name } = metadata;
  if (
    semver.valid(source.version ?? '') &&
    semver.compare(source.version ?? '', metadata.version) !== 0
  ) {
    return chartProblem(
      'error',
      `it asks for version ${source.version} of ${name}, and the chart's is ${metadata.version}`,
      'publish it under its own version',
    );
  }
  const version = [metadata.version.replace(/\+.*/, ''), source.metadata].filter(Boolean).join('+');
  const values = await replacedValues(source, directory);
  if (values.value === undefined) return { findings: values.findings };
  // A package holds what it depends on.
  const missing =
    'directory' in source.location
      ? await missingDependencies(directory, { ...context, packages })
      : { value: [], findings: [] };
  if (missing.value === undefined) return { findings: missing.findings };
  const { text } = values.value;
  const dependencies = missing.value;
  const content = context.files.content(directory);
  if (source.metadata === undefined && text === undefined && dependencies.length === 0) {
    return { value: { directory, content, name, version: metadata.version }, findings: [] };
  }
  const more = dependencies.map((one) => dependencyKey(one, context.files));
  const key = contentKey([content ?? '', version, text ?? '', ...more]);
  const copy = await makeDirectory(join(cache, key), async (target) => {
    await cp(directory, target, { recursive: true });
    const document = parseDocument(await readFile(join(target, 'Chart.yaml'), 'utf8'));
    document.set('version', version);
    await writeFile(join(target, 'Chart.yaml'), document.toString());
    if (text !== undefined) await writeFile(join(target, 'values.yaml'), text);
    await addDependencies(target, dependencies);
  });
  return { value: { directory: copy, content: key, name, version }, findings: [] };
};

const originalOf = async (
  { location }: ChartSource,
  packages: string,
  cache: string,
): Promise<Checked<string>> => {
  if ('directory' in location) return { value: location.directory, findings: [] };
  const hex = location.digest.replace('sha256:', '');
  const target = join(cache, hex);
  if (await touch(target)) return { value: target, findings: [] };
  const file = join(packages, `${hex}.tgz`);
  if (!existsSync(file)) {
    return chartProblem(
      'warning',
      'the package of its chart is not at hand, so nothing of it is rendered or checked',
      `fetch it into ${hex}.tgz among the packages of charts`,
    );
  }
  if ((await digestOf(file)) !== location.digest) {
    const message = `the package ${hex}.tgz is not what its name says`;
    return chartProblem('error', message, 'fetch it again');
  }
  const directory = await makeDirectory(target, (made) => unpack(file, made));
  return { value: directory, findings: [] };
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
): Promise<Checked<{ readonly text: string | undefined }>> => {
  if (valuesFiles.length === 0) return { value: { text: undefined }, findings: [] };
  let merged: Values = {};
  for (const file of valuesFiles) {
    const root = valuesRoot ?? directory;
    const path = resolve(root, file.replace(/^\/+/, ''));
    const isInside = !relative(root, path).startsWith('..');
    const text = isInside ? await readFile(path, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) {
      if (ignoresMissing) continue;
      const message = `there is no file of values ${file}`;
      return chartProblem('error', message, 'add it, or set ignoreMissingValuesFiles');
    }
    const { value: values, findings } = parseOverlay(text, file);
    if (values === undefined) {
      const [{ message = '', fix, position } = {}] = findings;
      const place = position === undefined ? file : printPosition(position);
      const problem = `the file of values ${place} can't be read: ${message}`;
      return chartProblem('error', problem, fix);
    }
    // Nobody else holds what was just read.
    merged = mergeMaps(merged, values as Values);
  }
  return { value: { text: stringify(merged, { version: '1.1' }) }, findings: [] };
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
const makeDirectory = async (
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
