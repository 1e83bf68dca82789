import type { ClusterObject } from '@helm-charts/kubernetes';

/** Who brings an object into the cluster: `release web`, or the profile itself. */
export const ownerOf = ({ release }: ClusterObject): string =>
  release === undefined ? 'the profile' : `release ${release}`;
