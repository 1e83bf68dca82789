import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder } from '@helm-charts/engine';
import { type ClusterObject, model, parseYamlStream, stringAt } from '@helm-charts/kubernetes';
import { render } from '@helm-charts/pipeline';
import { airGapFolders, type Checked, type Finding } from '@helm-charts/types';
import { type Entry, unpackArchive } from '../archive/archive.ts';
import { completeName } from './image-name.ts';
import { problem } from './problem.ts';

/** A packed chart, and the digest of its manifest, which Flux appends to its version. */
export interface ChartPackage {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** What a render of packages comes to. */
export interface RenderedPackages {
  /** The images of all containers, by their complete names. */
  readonly images: readonly string[];
  /** `6 releases, 93 manifests, 0 findings`. */
  readonly summary: string;
}

/**
 * Renders the air-gapped variant of a packed profile with packed charts, and validates it, in a folder that has nothing else. It needs no network: a
 * chart that is not among the packages is a finding.
 */
export const renderPackages = async (
  profile: Uint8Array,
  charts: readonly ChartPackage[],
  input: string,
  signal?: AbortSignal,
): Promise<Checked<RenderedPackages>> => {
  const { value, findings: wrong } = await unpackAll(
    [profile, ...charts.map(({ bytes }) => bytes)],
    input,
  );
  if (value === undefined) return { findings: wrong };
  const [entries = [], ...unpacked] = value;
  const root = dirname(
    entries.find(({ path }) => path.endsWith(`/${airGapFolders.root}/kustomization.yaml`))?.path ??
      '',
  );
  if (root === '.')
    return {
      findings: [
        problem(
          input,
          'its profile has no air-gapped variant',
          'give the profile the field airGap, and make the bundle again',
        ),
      ],
    };
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  try {
    await writeAll(folder, entries);
    for (const [at, { name }] of charts.entries())
      await writeAll(join(folder, 'charts'), renamed(unpacked[at] ?? [], name));
    const lock = { charts: lockedCharts(entries, charts) };
    await writeFile(join(folder, 'charts.lock.json'), JSON.stringify(lock));
    const output = join(folder, 'out');
    const report = await render({ workspace: folder, root }, { output, cache: false, signal });
    // A warning here is a release that could not be rendered.
    const findings = report.findings.map(
      (one): Finding => (one.rule === 'not-rendered' ? { ...one, severity: 'error' } : one),
    );
    if (report.exitCode !== 0 || findings.some(({ severity }) => severity === 'error'))
      return { findings };
    const out = join(output, root.replaceAll('/', '-'));
    const images = imagesIn(await readFile(join(out, 'cluster.json'), 'utf8'));
    return { value: { images, summary: report.summary.replace(/^[^:]*: /, '') }, findings };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Unpacks packages, whose files must stay in the folder that they are unpacked to. */
const unpackAll = async (
  packages: readonly Uint8Array[],
  input: string,
): Promise<Checked<readonly (readonly Entry[])[]>> => {
  const fix = 'make the bundle again';
  try {
    const value = await Promise.all(packages.map(unpackArchive));
    const outside = value.flat().find(({ path }) => /^\/|(^|\/)\.\.(\/|$)/.test(path));
    if (outside === undefined) return { value, findings: [] };
    const message = `a package has the file ${outside.path}, which leads out of its folder`;
    return { findings: [problem(input, message, fix)] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { findings: [problem(input, `a package can't be unpacked: ${reason}`, fix)] };
  }
};

/** The folder of a chart in its package has the name of the chart. */
const renamed = (entries: readonly Entry[], name: string): readonly Entry[] =>
  entries.map(({ path, content }) => ({ path: path.replace(/^[^/]+/, name), content }));

const writeAll = async (folder: string, entries: readonly Entry[]): Promise<void> => {
  for (const { path, content } of entries) {
    makeFolder(dirname(join(folder, path)));
    await writeFile(join(folder, path), content);
  }
};

/** The lock by which a render finds the charts: the sources of the profile that end with the name of a chart. */
const lockedCharts = (entries: readonly Entry[], charts: readonly ChartPackage[]) =>
  sourcesIn(entries).flatMap((source) => {
    const chart = charts.find(({ name }) => source.endsWith(`/charts/${name}`));
    if (chart === undefined) return [];
    const { name, version, digest } = chart;
    return [{ source, name, version, revision: digest, path: `charts/${name}` }];
  });

const sourcesIn = (entries: readonly Entry[]): readonly string[] => {
  const urls = entries
    .filter(({ path }) => path.endsWith('.yaml'))
    .flatMap(({ path, content }) => parseYamlStream(Buffer.from(content).toString('utf8'), path))
    .filter(({ value }) => stringAt(value, 'kind') === 'OCIRepository')
    .map(({ value }) => stringAt(value, 'spec', 'url') ?? '');
  return [...new Set(urls)];
};

const imagesIn = (clusterText: string): readonly string[] => {
  // Written by the render above.
  const { objects } = JSON.parse(clusterText) as { readonly objects: readonly ClusterObject[] };
  const images = model(objects)
    .pods.flatMap(({ containers }) => containers)
    .map(({ fields }) => completeName(stringAt(fields, 'image') ?? ''));
  return [...new Set(images)].toSorted();
};
