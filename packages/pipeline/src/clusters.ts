import { type BuiltTree, clustersOf as clustersOfTree } from '@helm-charts/flux';
import { type Cluster, model } from '@helm-charts/kubernetes';
import type { Input } from './input.ts';
import type { InstalledRelease } from './releases.ts';

/** All objects of a tree, by the cluster that Flux applies them to, or one cluster for each scenario of a chart. */
export const clustersOf = (
  input: Input,
  built: BuiltTree,
  installed: readonly InstalledRelease[],
): readonly Cluster[] => {
  if (input.kind === 'chart') return installed.map(clusterOfScenario);
  const releases = installed.flatMap(({ flux, chart, documents }) =>
    flux === undefined ? [] : [{ release: flux, chartDirectory: chart, documents }],
  );
  return clustersOfTree(built, releases);
};

const clusterOfScenario = ({ name, documents }: InstalledRelease): Cluster => ({
  ...model(
    documents.map(({ manifest, source }) => ({
      manifest,
      position: { file: source },
      release: name,
    })),
  ),
  releases: [],
  flux: [],
});
