import type { Manifest } from '@helm-charts/types';

/** Where a cluster can have objects that are not rendered. */
export interface Gaps {
  /** Whether a directory was not built, so that objects of any kind can be anywhere. */
  readonly isAnywhere: boolean;
  /** The namespaces into which releases install that are not rendered. */
  readonly namespaces: ReadonlySet<string>;
  /** The releases that are not rendered. */
  readonly helmReleases: readonly Manifest[];
}

/** Everything is rendered. */
export const noGaps: Gaps = {
  isAnywhere: false,
  namespaces: new Set(),
  helmReleases: [],
};
