import type { Gaps } from '@helm-charts/check';
import { type BuiltTree, releaseNamespace } from '@helm-charts/flux';
import type { Cluster } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';

/**
 * Where a cluster can have objects that are not rendered: of directories that were not built, and of releases without a
 * chart. Another cluster than that of Flux can have anything.
 */
export const gapsOf = (
  { isWhole, isPartial }: Pick<BuiltTree, 'isWhole' | 'isPartial'>,
  { flux, releases }: Cluster,
  isOther = false,
): Gaps => {
  const rendered = new Set(releases.map(({ helmRelease }) => manifestId(helmRelease)));
  const helmReleases = flux.filter(
    (one) => one.kind === 'HelmRelease' && !rendered.has(manifestId(one)),
  );
  return {
    isAnywhere: isOther || !isWhole || isPartial,
    namespaces: new Set(
      helmReleases.flatMap((one) => [releaseNamespace(one), one.metadata.namespace ?? 'default']),
    ),
    helmReleases,
  };
};
