import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Applied } from './applied.ts';

/** An object of a cluster that server-side apply creates. */
export const appliedObject = (document: ManifestDocument): Applied => ({
  document,
  cluster: '',
  namespace: 'default',
  isServerSide: true,
  isPart: false,
  isForced: false,
  at: undefined,
});
