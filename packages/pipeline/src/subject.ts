import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ChartFiles, CheckInput } from '@helm-charts/check';
import type { Cluster } from '@helm-charts/kubernetes';
import { addressSecrets, certificateSecrets, type Profile } from '@helm-charts/types';
import type { Simulated } from './simulate.ts';

/** The check inputs of a chart: one with the objects of each scenario. */
export const inputsOfChart = (
  simulated: Simulated,
  chartDirectory: string,
  workspace: string,
): readonly CheckInput[] => {
  const { clusters } = simulated;
  const charts = [readerOf([simulated])(chartDirectory, workspace)];
  return clusters.map((cluster) => ({
    cluster,
    secrets: [],
    dataClaims: [],
    charts,
  }));
};

/** The check input of a profile: the objects that kustomize-controller applies and those of all releases. */
export const inputOfProfile = (
  cluster: Cluster,
  {
    secrets,
    dataClaims,
    address,
    certificates,
  }: Pick<Profile, 'secrets' | 'dataClaims' | 'address' | 'certificates'>,
  workspace: string,
  read: ReadChart = readChart,
): CheckInput => ({
  cluster,
  secrets: [...secrets, ...addressSecrets(address), ...certificateSecrets(certificates)],
  dataClaims,
  charts: chartsOf(cluster, workspace, read),
});

/** The charts of a cluster's releases, each once. */
export const chartsOf = (
  { releases }: Cluster,
  workspace: string,
  read: ReadChart = readChart,
): readonly ChartFiles[] => {
  const directories = new Set(releases.map(({ chartDirectory }) => chartDirectory));
  return [...directories].map((directory) => read(directory, workspace));
};

/** Reads the files of a chart in a directory of a workspace. */
export type ReadChart = (directory: string, workspace: string) => ChartFiles;

/**
 * Reads the files of the charts that were rendered. Several profiles install the same chart, so what was read of the same content
 * is not read again.
 */
export const readerOf = (simulated: readonly Pick<Simulated, 'installed'>[]): ReadChart => {
  const releases = simulated.flatMap(({ installed }) => installed);
  const contents = new Map(releases.map(({ chart, chartContent }) => [chart, chartContent]));
  return (directory, workspace) => {
    const content = contents.get(directory);
    if (content === undefined) return readChart(directory, workspace);
    const key = JSON.stringify([directory, workspace, content]);
    const chart = known.get(key) ?? readChart(directory, workspace);
    if (known.size >= most) known.clear();
    known.set(key, chart);
    return chart;
  };
};

const known = new Map<string, ChartFiles>();

/** How many charts are kept. */
const most = 50;

/** The files of a chart as Helm packages them, without its sources and files that start with a dot. */
export const readChart = (directory: string, workspace: string): ChartFiles => {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      relative(directory, join(parentPath, name)).replaceAll('\\', '/'),
    )
    .filter((path) => !/^(src|dist|node_modules)[\\/]|(^|[\\/])\./.test(path));
  const files = paths.map((path) => [path, readFileSync(join(directory, path), 'utf8')] as const);
  return {
    directory,
    path: relative(workspace, directory),
    files: Object.fromEntries(files.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
};
