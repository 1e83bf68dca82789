import type { Manifest } from '@helm-charts/types';

/** Whether an object is a HelmRelease, of whatever version. */
export const isHelmRelease = ({ apiVersion, kind }: Manifest): boolean =>
  kind === 'HelmRelease' && apiVersion.startsWith('helm.toolkit.fluxcd.io/');

/** Whether an object is a Kustomization of Flux. */
export const isKustomization = ({ apiVersion, kind }: Manifest): boolean =>
  kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');

/** Whether an object is one that Flux acts on. */
export const isFlux = ({ apiVersion }: Manifest): boolean =>
  /^[a-z.]+\.toolkit\.fluxcd\.io\//.test(apiVersion);
