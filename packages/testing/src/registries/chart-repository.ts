import { createHash } from 'node:crypto';
import type { Loopback, LoopbackOptions } from './loopback.ts';
import { serve } from './loopback.ts';

/** A package of a chart, as `helm package` makes it. */
export interface PublishedChart {
  readonly name: string;
  readonly version: string;
  readonly content: Buffer;
  /** What the index says of the content, where that is wrong. */
  readonly digest?: string;
}

/** Starts a HelmRepository: an index.yaml and the packages that it names. */
export const startChartRepository = (
  charts: readonly PublishedChart[],
  options: LoopbackOptions = {},
): Promise<Loopback> => {
  const files = new Map<string, string | Buffer>([
    ['/index.yaml', indexOf(charts)],
    ...charts.map((chart) => [`/${fileOf(chart)}`, chart.content] as const),
  ]);
  return serve(async ({ url: { pathname } }) => {
    const body = files.get(pathname);
    return body === undefined ? { status: 404 } : { status: 200, body };
  }, options);
};

/** JSON is YAML, too. */
const indexOf = (charts: readonly PublishedChart[]): string => {
  const entries = charts.map((chart) => ({
    apiVersion: 'v2',
    name: chart.name,
    version: chart.version,
    digest: chart.digest ?? createHash('sha256').update(chart.content).digest('hex'),
    urls: [fileOf(chart)],
  }));
  return JSON.stringify({ apiVersion: 'v1', entries: Object.groupBy(entries, ({ name }) => name) });
};

const fileOf = ({ name, version }: PublishedChart): string => `${name}-${version}.tgz`;
