import type { ManifestDocument } from '@helm-charts/kubernetes';
import {
  type Cluster,
  type ClusterObject,
  type ClusterRelease,
  inNamespace,
  isNamespaced,
  model,
  positionOf,
} from '@helm-charts/kubernetes';
import type { BuiltTree } from './build/tree.ts';
import { isFlux } from './kinds.ts';
import { otherCluster } from './other-cluster.ts';
import type { FluxRelease } from './release.ts';

/** A release, its prepared chart, and the objects that it installs, after post-rendering. */
export interface InstalledRelease {
  readonly release: FluxRelease;
  /** Absolute. */
  readonly chartDirectory: string;
  readonly documents: readonly ManifestDocument[];
}

/**
 * Collects all objects of a profile: first those that kustomize-controller applies, then those that
 * each release installs, each with its namespace in the cluster. The first cluster is that of Flux; the others are those
 * that `spec.kubeConfig` names.
 */
export const clustersOf = (
  { layers }: Pick<BuiltTree, 'layers'>,
  installed: readonly InstalledRelease[],
): readonly Cluster[] => {
  const layerOf = new Map(
    layers.flatMap(({ cluster = '', documents }) =>
      documents.map(({ manifest }) => [manifest, cluster] as const),
    ),
  );
  const target = ({ release: { helmRelease } }: InstalledRelease): string =>
    otherCluster(helmRelease) ?? layerOf.get(helmRelease) ?? '';
  const names = new Set([
    '',
    ...layers.map(({ cluster = '' }) => cluster),
    ...installed.map(target),
  ]);
  return [...names].map((name) =>
    clusterOf(
      { layers: layers.filter(({ cluster = '' }) => cluster === name) },
      installed.filter((one) => target(one) === name),
    ),
  );
};

const clusterOf = (
  { layers }: Pick<BuiltTree, 'layers'>,
  installed: readonly InstalledRelease[],
): Cluster => {
  const applied = layers.flatMap(({ documents }) => documents);
  const all = [...applied, ...installed.flatMap(({ documents }) => documents)];
  const hasNamespace = isNamespaced(all.map(({ manifest }) => manifest));
  const objectOf = (
    { manifest, source }: ManifestDocument,
    namespace: string,
    release?: string,
  ): ClusterObject => ({
    manifest: hasNamespace(manifest) ? inNamespace(manifest, namespace) : manifest,
    ...(release !== undefined && { release }),
    position: positionOf(source),
  });
  const objects = [
    ...applied.map((document) => objectOf(document, 'default')),
    ...installed.flatMap(({ release, documents }) =>
      documents.map((document) =>
        objectOf(document, release.namespace, release.helmRelease.metadata.name),
      ),
    ),
  ];
  return {
    ...model(objects),
    releases: installed.map(releaseOf),
    flux: applied.map(({ manifest }) => manifest).filter(isFlux),
  };
};

const releaseOf = ({
  release: { helmRelease, values = {}, dependsOn },
  chartDirectory,
}: InstalledRelease): ClusterRelease => ({
  name: helmRelease.metadata.name,
  namespace: helmRelease.metadata.namespace ?? 'default',
  helmRelease,
  chartDirectory,
  values,
  dependsOn,
});
