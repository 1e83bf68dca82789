import type { ClusterObject } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';

/** The Jobs of own charts (not from a HelmRepository), without test hooks. */
export const ownJobs = ({ ofKind, isForeign }: Context): readonly ClusterObject[] =>
  ofKind('Job').filter(
    (object) =>
      !isForeign(object) &&
      !(object.manifest.metadata.annotations?.['helm.sh/hook'] ?? '').startsWith('test'),
  );
