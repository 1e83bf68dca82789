import type { Manifest } from '@helm-charts/types';

/** Whether an object is a HelmRelease of any API version. */
export const isHelmRelease = ({ apiVersion, kind }: Manifest): boolean =>
  kind === 'HelmRelease' && apiVersion.startsWith('helm.toolkit.fluxcd.io/');

/** Whether an object is a Flux Kustomization. */
export const isKustomization = ({ apiVersion, kind }: Manifest): boolean =>
  kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');

/** Whether an object has this kind of the Flux Operator. */
export const isOperatorKind = (
  { apiVersion, kind }: Manifest,
  wanted: 'FluxInstance' | 'ResourceSet' | 'ResourceSetInputProvider',
): boolean => kind === wanted && apiVersion.startsWith('fluxcd.controlplane.io/');

/** Whether an object has an API group of Flux. */
export const isFlux = ({ apiVersion }: Manifest): boolean =>
  /^[a-z.]+\.toolkit\.fluxcd\.io\//.test(apiVersion);
