import { join } from 'node:path';
import type { Engine } from '@helm-charts/engine';
import { isHelmRelease } from '@helm-charts/flux';
import { isManifest, stringAt } from '@helm-charts/kubernetes';
import type { WorkspaceFiles } from '../files.ts';

/**
 * Lets an engine read the charts that HelmReleases in the files of a repository name, when these files are read: it has nothing
 * else to do until the tree is planned. Kustomizations may change what a file says, so these are only likely.
 */
export const withNamedCharts = (
  files: WorkspaceFiles,
  repository: string,
  engine: Engine,
): WorkspaceFiles => {
  const fetched = files.folders.prefetch(engine.read);
  const read = new Set<string>();
  return {
    ...files,
    documents: (path) => {
      const documents = files.documents(path);
      if (read.has(path)) return documents;
      read.add(path);
      for (const { value } of documents) {
        const chart = namedChart(value);
        if (chart === undefined) continue;
        const directory = join(repository, chart);
        if (files.kind(directory) === 'directory') fetched.want(directory);
      }
      return documents;
    },
  };
};

/** The path of a chart in a repository of Git. */
const namedChart = (value: unknown): string | undefined => {
  if (!isManifest(value) || !isHelmRelease(value)) return undefined;
  const isInGit = stringAt(value.spec, 'chart', 'spec', 'sourceRef', 'kind') === 'GitRepository';
  return isInGit ? stringAt(value.spec, 'chart', 'spec', 'chart') : undefined;
};
