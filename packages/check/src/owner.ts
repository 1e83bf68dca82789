import type { ClusterObject } from '@helm-charts/kubernetes';

/** What installs an object, for messages: `release web` or `the profile`. */
export const ownerOf = ({ release }: ClusterObject): string =>
  release === undefined ? 'the profile' : `release ${release}`;
