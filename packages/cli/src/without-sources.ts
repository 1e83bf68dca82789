import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What to do if a directory (absolute) has no chart and no profile in TypeScript for a command. */
export const withoutSources = (command: string, directory: string): string => {
  if (command === 'fetch')
    return 'name a directory that Flux is pointed at: helm-charts fetch clusters/production';
  const found = chartIn(directory);
  const chart = found ?? 'charts/web';
  if (command === 'render') {
    const tree = found === undefined ? ', or helm-charts render clusters/production' : '';
    return `name the directory of a Helm chart, or one that Flux is pointed at: helm-charts render ${chart}${tree}`;
  }
  return ['package', 'values', 'versions'].includes(command)
    ? `name the directory of a Helm chart: helm-charts ${command} ${chart}`
    : `go to a workspace that has src/chart.ts, or check a Helm chart of any origin: helm-charts render ${chart}`;
};

/** The Helm chart in a directory, or the first one in its folder charts/. */
const chartIn = (directory: string): string | undefined => {
  const charts = join(directory, 'charts');
  const isFolder = statSync(charts, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const names = isFolder ? readdirSync(charts).toSorted() : [];
  return ['.', ...names.map((name) => `charts/${name}`)].find((path) =>
    existsSync(join(directory, path, 'Chart.yaml')),
  );
};
