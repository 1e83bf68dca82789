import { valueAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';

/**
 * Names the cluster that `spec.kubeConfig` of a Kustomization or HelmRelease applies to; undefined for the cluster in which
 * Flux runs.
 */
export const otherCluster = ({ metadata, spec }: Manifest): string | undefined => {
  const kubeConfig = valueAt(spec, 'kubeConfig');
  return kubeConfig === undefined
    ? undefined
    : `${metadata.namespace} ${JSON.stringify(kubeConfig)}`;
};
