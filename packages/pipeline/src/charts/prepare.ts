import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { touch, withTemporary } from '@helm-charts/engine';
import { filesOf } from '@helm-charts/engine/folder';
import { type ChartSource, type Files, type LockedRemote, runFetch } from '@helm-charts/flux';
import { parseDocument } from '@helm-charts/kubernetes/yaml';
import type { Checked } from '@helm-charts/types';
import semver from 'semver';
import type { WorkspaceFiles } from '../files.ts';
import { addDependencies } from './add-dependencies.ts';
import {
  chartProblem,
  type Dependency,
  type DependencyContext,
  missingDependencies,
} from './dependencies.ts';
import type { Excluded } from './excluded.ts';
import { copyWithout, linkFindings } from './links.ts';
import { metadataOf } from './metadata.ts';
import { digestOf, unpack } from './package.ts';
import { completeSchemas } from './remote-schema.ts';
import { replacedValues } from './replaced-values.ts';
import { writableFolder } from './writable.ts';

/** The folders of chart packages and of prepared charts. Absolute paths. */
export interface ChartStore {
  /** Contains packages with their digests as names: `<64 digits>.tgz`. */
  readonly packages: string;
  /** Contains other files from the network, with their digests as names, and folders of Git repositories. */
  readonly remotes: string;
  /**
   * Contains unpacked and changed charts. Charts that were not used for a month are removed. It may be deleted at any
   * time.
   */
  readonly cache: string;
}

/** The directory of a chart that helm can render. */
export interface PreparedChart {
  readonly directory: string;
  /** A fingerprint of all files of the chart; undefined if it can't be read. */
  readonly content: string | undefined;
  readonly name: string;
  readonly version: string;
  /** Whether it may have a schema of its values. */
  readonly hasSchema: boolean;
}

/** What the charts of a tree share. */
interface PrepareContext extends Omit<DependencyContext, 'excluded' | 'packages'> {
  readonly files: WorkspaceFiles;
  /** What the artifact of a source of this repository leaves out, by its `spec.ignore`. */
  readonly excludedBy: (ignore: string | undefined) => Excluded;
  /** The documents of the lock that schemas of values refer to. */
  readonly remotes: readonly LockedRemote[];
  /** Whether a key that is defined twice in a values file is accepted, as in Helm. */
  readonly acceptsDuplicateKeys: boolean | undefined;
}

/**
 * Returns the directory of a chart: the original if Flux changes nothing, else a copy with the version and the default
 * values that Flux sets. Copies are named by their content and made once.
 */
export const prepareChart = async (
  source: ChartSource,
  { packages, cache, remotes }: ChartStore,
  context: PrepareContext,
): Promise<Checked<PreparedChart>> => {
  const { value: directory, findings } = await originalOf(source, packages, cache);
  if (directory === undefined) return { findings };
  const { files } = context;
  if (files.kind(directory) === 'left-out') {
    const message =
      'its chart directory is a symbolic link or behind one, and Flux leaves links out of the artifact, so it cannot install the release';
    return chartProblem('error', message, 'name the directory itself');
  }
  const folder = files.folders.of(directory);
  const metadata = metadataOf(folder?.chart ?? '');
  if (folder === undefined || metadata === undefined) {
    const message =
      'its chart directory has no Chart.yaml with a name and a version, so Flux cannot install it';
    return chartProblem('error', message);
  }
  const { name } = metadata;
  if (
    source.version !== undefined &&
    semver.valid(source.version) &&
    semver.compare(source.version, metadata.version) !== 0
  ) {
    return chartProblem(
      'error',
      `it requests version ${source.version} of ${name}, but the version of the chart is ${metadata.version}`,
      'publish the chart with its own version',
    );
  }
  const version = [metadata.version.replace(/\+.*/, ''), source.metadata].filter(Boolean).join('+');
  const excluded = context.excludedBy(
    'ignore' in source.location ? source.location.ignore : undefined,
  );
  const all = filesOf(folder);
  const left = excluded.filesIn(directory, all);
  if (left.includes('Chart.yaml')) {
    const message =
      'the Chart.yaml of its chart is excluded from the artifact of its source, so Flux cannot install it';
    return chartProblem('error', message, 'correct spec.ignore or .sourceignore');
  }
  const values = await replacedValues(source, directory, { ...context, excluded });
  if (values.value === undefined) return { findings: values.findings };
  // A package contains its dependencies.
  const missing =
    'directory' in source.location && folder.chart?.includes('dependencies')
      ? await missingDependencies(directory, { ...context, packages, excluded })
      : { value: [], findings: [] };
  if (missing.value === undefined) return { findings: missing.findings };
  const { text } = values.value;
  const dependencies = missing.value;
  const { content } = folder;
  // A package has no links any more.
  const links = 'directory' in source.location ? folder.links : [];
  const names = all.filter((name) => !left.includes(name));
  const hasSchema = names.some((name) => name.endsWith('schema.json'));
  const schemas = hasSchema
    ? [...completeSchemas(directory, remotes, context.remotes)].filter(
        ([path]) => !left.includes(path),
      )
    : [];
  const leftOut = [...links, ...left];
  const isChanged =
    text !== undefined || dependencies.length > 0 || leftOut.length > 0 || schemas.length > 0;
  if (source.metadata === undefined && !isChanged) {
    return {
      value: { directory, content, name, version: metadata.version, hasSchema },
      findings: values.findings,
    };
  }
  const more = [...dependencies.map((one) => dependencyKey(one, files)), ...schemas.flat()];
  const key = contentKey([content ?? '', version, text ?? '', ...leftOut, ...more]);
  const copy = await makeDirectory(cache, key, async (target) => {
    await copyWithout(directory, leftOut, target);
    const document = parseDocument(await readFile(join(target, 'Chart.yaml'), 'utf8'));
    document.set('version', version);
    await writeFile(join(target, 'Chart.yaml'), document.toString());
    if (text !== undefined) await writeFile(join(target, 'values.yaml'), text);
    for (const [path, schema] of schemas) await writeFile(join(target, path), schema);
    await addDependencies(target, dependencies, excluded);
  });
  const warnings = linkFindings(directory, links, files);
  return {
    value: { directory: copy, content: key, name, version, hasSchema },
    findings: [...values.findings, ...warnings],
  };
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
      'the package of its chart is not available locally, so nothing of the release is rendered or checked',
      runFetch,
    );
  }
  if ((await digestOf(file)) !== location.digest) {
    const message = `the content of the package ${hex}.tgz does not match the digest in its name`;
    return chartProblem('error', message, runFetch);
  }
  const directory = await makeDirectory(cache, hex, (made) => unpack(file, made));
  return { value: directory, findings: [] };
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

/** Creates a directory of the cache in one atomic step, unless it exists. A cache that can't be written is not used. */
const makeDirectory = async (
  cache: string,
  name: string,
  make: (directory: string) => Promise<void>,
): Promise<string> => {
  const kept = join(cache, name);
  if (await touch(kept)) return kept;
  const folder = await writableFolder(cache);
  const target = join(folder, name);
  if (await touch(target)) return target;
  await withTemporary(target, async (temporary) => {
    await mkdir(temporary);
    await make(temporary);
    await rename(temporary, target).catch((reason: unknown) => {
      if (!existsSync(target)) throw reason;
    });
  });
  return target;
};
