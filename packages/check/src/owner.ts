import type { ClusterObject } from '@helm-charts/kubernetes';

/** The owner of an object: `release web`, or the profile itself. */
export const ownerOf = ({ release }: ClusterObject): string =>
  release === undefined ? 'the profile' : `release ${release}`;
