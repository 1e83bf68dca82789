import { applierOf, isHelmRelease } from '@helm-charts/flux';
import type { Cluster } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';
import { count } from './report.ts';
import type { Simulated } from './simulate.ts';

/** `6 releases`, including those that are not rendered. */
export const releasesOf = ({ clusters }: Pick<Simulated, 'clusters'>): string => {
  const releases = clusters.flatMap(({ flux }) => flux).filter(isHelmRelease);
  return count(releases.length, 'release');
};

/**
 * The order in which Flux installs a profile, with a line for each step: its wave, its name, the number of its objects,
 * and its dependencies besides the Kustomization that applies it.
 */
export const installationOf = ({
  order,
  clusters,
  built: { layers },
}: Pick<Simulated, 'order' | 'clusters'> & {
  readonly built: Pick<Simulated['built'], 'layers'>;
}): readonly string[] => {
  const objects = new Map<string, number>();
  for (const layer of layers) {
    const applier = applierOf(layer);
    if (applier !== undefined) objects.set(applier, layer.documents.length);
  }
  for (const cluster of clusters) countObjects(cluster, objects);
  return order.map(({ wave, id, after }) => {
    const number = objects.get(id);
    const brings = number === undefined ? 'not rendered' : count(number, 'object');
    const waits = after.filter(({ why }) => why.startsWith('spec.dependsOn'));
    const needs = waits.map((one) => one.id.replace(/^.*\//, '')).join(', ');
    return `  ${wave}. ${id}: ${brings}${needs && `, after ${needs}`}`;
  });
};

/** Counts the objects of each release. */
const countObjects = (cluster: Cluster, objects: Map<string, number>): void => {
  const ids = new Map(
    cluster.releases.map(({ name, namespace, helmRelease }) => [
      `${namespace}/${name}`,
      manifestId(helmRelease),
    ]),
  );
  for (const id of ids.values()) objects.set(id, 0);
  for (const { manifest, release } of cluster.objects) {
    if (release === undefined) continue;
    const namespace = manifest.metadata.labels?.['helm.toolkit.fluxcd.io/namespace'];
    const id = ids.get(`${namespace}/${release}`);
    if (id !== undefined) objects.set(id, (objects.get(id) ?? 0) + 1);
  }
};
