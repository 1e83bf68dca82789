import type { Unseen } from '@helm-charts/check';
import { type BuiltTree, releaseNamespace } from '@helm-charts/flux';
import type { Cluster } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';

/** Where a cluster can have objects that are not rendered: of directories that were not built, and of releases without a chart. */
export const unseenOf = (
  { isWhole, findings }: Pick<BuiltTree, 'isWhole' | 'findings'>,
  { flux, releases, byKind }: Cluster,
): Unseen => {
  const rendered = new Set(releases.map(({ helmRelease }) => manifestId(helmRelease)));
  const helmReleases = flux.filter(
    (one) => one.kind === 'HelmRelease' && !rendered.has(manifestId(one)),
  );
  return {
    isAnywhere:
      !isWhole ||
      findings.some(
        ({ rule, object }) => rule === 'not-rendered' && object?.kind !== 'HelmRelease',
      ) ||
      byKind.has('ResourceSet'),
    namespaces: new Set(
      helmReleases.flatMap((one) => [releaseNamespace(one), one.metadata.namespace ?? 'default']),
    ),
    helmReleases,
  };
};
