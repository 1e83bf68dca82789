import type { Address, ClusterObject, Container, Pod } from '@helm-charts/kubernetes';
import { type Manifest, manifestId } from '@helm-charts/types';
import type { CheckInput, Context } from '../../context.ts';

/** A container with what it finds in its environment, and the Services that it is led to there. */
interface Client {
  readonly pod: Pod;
  readonly container: Container;
  readonly settings: ReadonlyMap<string, string>;
  readonly addresses: readonly Address[];
}

/** An input as the rules look at it that are not in a set yet. */
export interface View extends Omit<Context, 'applied' | 'helmReleases'> {
  readonly cluster: CheckInput['cluster'];
  /** Every container, with the Services that it is led to. */
  readonly clients: readonly Client[];
  /** The Services that files of ConfigMaps lead to. */
  readonly fileAddresses: readonly Address[];
  /** What Flux applies itself. */
  readonly applied: readonly Manifest[];
  readonly helmReleases: readonly Manifest[];
}

/** Reads an input for the rules that are not in a set yet. */
export const viewOf = ({ cluster }: CheckInput, context: Context): View => {
  const applied = appliedOf(cluster.objects, cluster.flux);
  return {
    ...context,
    cluster,
    clients: context.pods.flatMap((pod) =>
      pod.containers.map((container) => ({
        pod,
        container,
        settings: container.settings,
        addresses: container.addresses.filter(({ isCertain }) => isCertain),
      })),
    ),
    fileAddresses: context.addresses.filter(
      ({ object, isCertain }) => object.manifest.kind === 'ConfigMap' && isCertain,
    ),
    applied,
    helmReleases: applied.filter(({ kind }) => kind === 'HelmRelease'),
  };
};

/** The objects that no release installs, and those that Flux acts on, each once. */
const appliedOf = (
  objects: readonly ClusterObject[],
  flux: readonly Manifest[],
): readonly Manifest[] => {
  const manifests = objects.flatMap(({ release, manifest }) =>
    release === undefined ? [manifest] : [],
  );
  return [...new Map([...manifests, ...flux].map((one) => [manifestId(one), one])).values()];
};
