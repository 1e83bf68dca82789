import type { Manifest } from '@helm-charts/types';

/** The annotation by which kustomize-controller leaves an object that is gone from Git. */
export const pruneAnnotation = 'kustomize.toolkit.fluxcd.io/prune';

/** Whether kustomize-controller leaves an object that is gone from Git. */
export const isNeverPruned = ({ metadata }: Manifest): boolean =>
  metadata.annotations?.[pruneAnnotation] === 'disabled';
