import { type ChartRequest, pickChart } from '@helm-charts/flux';
import {
  type ChartIndex,
  type ChartVersion,
  downloadChart,
  parseRepositoryUrl,
  readChartIndex,
} from '@helm-charts/oci';
import { Failure } from '@helm-charts/types';
import type { Connections } from './connections.ts';
import { type Available, largestPackage, type Source } from './source.ts';

/** A chart of a Helm repository with an index. Provenance files are not read. */
export const indexSource = (
  request: ChartRequest,
  url: string,
  connections: Connections,
): Source => {
  const { name } = request;
  const read = () => indexAt(url, connections);
  const available = async (index: ChartIndex, version: ChartVersion): Promise<Available> => ({
    version: version.version,
    digest: version.digest,
    download: async (file) => {
      const client = await connections.repository(url);
      const { host = '' } = version.urls[0] ?? {};
      await connections.using(host, () =>
        downloadChart(client, index, version, file, largestPackage),
      );
    },
  });
  return {
    choose: async () => {
      const index = await read();
      const versions = index.versions(name);
      const chosen = pickChart(request, versions);
      return chosen === undefined
        ? { versions: versions.map(({ version }) => version) }
        : available(index, chosen);
    },
    locked: async ({ version }) => {
      const index = await read();
      const versions = index.versions(name);
      const found = versions.find((one) => one.version === version);
      return found === undefined
        ? { versions: versions.map((one) => one.version) }
        : available(index, found);
    },
  };
};

/** Each index is read once for each run. */
const indexAt = (url: string, connections: Connections): Promise<ChartIndex> => {
  const read = indexes.get(connections) ?? new Map<string, Promise<ChartIndex>>();
  indexes.set(connections, read);
  const known = read.get(url) ?? readIndex(url, connections);
  read.set(url, known);
  return known;
};

const indexes = new WeakMap<Connections, Map<string, Promise<ChartIndex>>>();

const readIndex = async (url: string, connections: Connections): Promise<ChartIndex> => {
  const { value: repository, findings } = parseRepositoryUrl(url);
  if (repository === undefined) throw new Failure(2, findings);
  const client = await connections.repository(url);
  return connections.using(repository.host, () => readChartIndex(client, repository));
};
