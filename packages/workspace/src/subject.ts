import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ChartFiles, Subject } from '@helm-charts/check';
import { listAt, releaseName, releaseNamespace, stringAt } from '@helm-charts/flux';
import type { Batch, RenderedProfile } from '@helm-charts/render';
import type { Cluster, ClusterObject, Expectations } from '@helm-charts/types';

/** What the rules look at of a chart: the objects of each scenario by themselves. */
export const subjectsOfChart = async (
  { renders }: Batch,
  chartDirectory: string,
  workspace: string,
): Promise<readonly Subject[]> => {
  const charts = [await readChart(chartDirectory, workspace)];
  return renders.map(({ documents }) => ({
    cluster: {
      objects: documents.map(({ manifest, source }) => ({ manifest, where: source })),
      releases: [],
      flux: [],
      edges: [],
    },
    expects: {},
    charts,
  }));
};

/** What the rules look at of a profile: the objects of all releases together, and those that Flux applies. */
export const subjectOfProfile = async (
  profile: RenderedProfile,
  expects: Expectations,
  workspace: string,
): Promise<Subject> => {
  const cluster = clusterOf(profile);
  const directories = new Set(cluster.releases.map(({ chartDirectory }) => chartDirectory));
  const charts = [...directories].map((directory) => readChart(directory, workspace));
  return { cluster, expects, charts: await Promise.all(charts) };
};

const clusterOf = ({ layers, renders }: RenderedProfile): Cluster => {
  const flux = layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));
  const helmReleases = flux.filter(({ kind }) => kind === 'HelmRelease');
  return {
    objects: renders.flatMap(({ release, documents }) =>
      documents.map(
        ({ manifest, source }): ClusterObject => ({
          manifest,
          release: release.name,
          where: source,
        }),
      ),
    ),
    releases: renders.flatMap(({ release: { name, namespace, chart, values } }) =>
      helmReleases
        .filter((one) => releaseName(one) === name && releaseNamespace(one) === namespace)
        .map((helmRelease) => ({
          name,
          namespace,
          helmRelease,
          chartDirectory: chart,
          values,
          dependsOn: listAt(helmRelease, 'spec', 'dependsOn').flatMap(
            (dependency) => stringAt(dependency, 'name') ?? [],
          ),
        })),
    ),
    flux,
    edges: [],
  };
};

/** A chart's files as Helm packages them: without the sources and what begins with a dot. */
const readChart = async (directory: string, workspace: string): Promise<ChartFiles> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(directory, join(parentPath, name)))
    .filter((path) => !/^(src|node_modules)\/|(^|\/)\./.test(path));
  const files = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(directory, path), 'utf8')] as const),
  );
  return {
    directory,
    where: relative(workspace, directory),
    files: Object.fromEntries(files.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
};
