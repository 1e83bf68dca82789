import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ChartFiles, CheckInput } from '@helm-charts/check';
import type { Cluster } from '@helm-charts/kubernetes';
import { addressSecrets, certificateSecrets, type Profile } from '@helm-charts/types';
import type { Simulated } from './simulate.ts';

/** The check inputs of a chart: one with the objects of each scenario. */
export const inputsOfChart = (
  { clusters }: Simulated,
  chartDirectory: string,
  workspace: string,
): readonly CheckInput[] => {
  const charts = [readChart(chartDirectory, workspace)];
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
type ReadChart = (directory: string, workspace: string) => ChartFiles;

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
