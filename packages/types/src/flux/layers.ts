import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import type {
  IGitRepository,
  IOCIRepository,
} from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1';
import { kustomization } from './object.ts';

/** The names of the two Kustomizations. */
export interface LayerNames {
  readonly root: string;
  readonly releases: string;
}

/** The two Kustomizations of a profile: itself with its namespaces, and its releases. */
export const layers = (
  source: IGitRepository | IOCIRepository,
  names: LayerNames,
  paths: { readonly root: string; readonly releases: string },
): readonly IKustomization[] => {
  const common = { interval: '1h', retryInterval: '1m', timeout: '5m', prune: true };
  return [
    kustomization(names.root, source, { path: paths.root, ...common, wait: true }),
    // It must not wait for its releases, or it would apply nothing new until they are ready.
    kustomization(names.releases, source, {
      path: paths.releases,
      ...common,
      deletionPolicy: 'Orphan',
      wait: false,
    }),
  ];
};
