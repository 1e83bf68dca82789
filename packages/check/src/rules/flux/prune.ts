import type { Manifest } from '@helm-charts/types';

/** With this annotation, kustomize-controller does not delete an object that was removed from Git. */
export const pruneAnnotation = 'kustomize.toolkit.fluxcd.io/prune';

/** Whether kustomize-controller keeps an object that was removed from Git. */
export const isNeverPruned = ({ metadata }: Manifest): boolean =>
  metadata.annotations?.[pruneAnnotation] === 'disabled';
