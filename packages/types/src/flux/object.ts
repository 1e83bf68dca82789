import type { IHelmRelease } from '@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2';
import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import type {
  IGitRepository,
  IHelmRepository,
  IOCIRepository,
} from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1';
import type { INamespace, IService } from 'kubernetes-models/v1';
import type { NetworkPolicy } from './network.ts';

/** The objects that a profile is made of: namespaces, NetworkPolicies, Services and Flux's own, in the versions that are generally available. */
export type FluxObject =
  | INamespace
  | NetworkPolicy
  | IService
  | IGitRepository
  | IHelmRepository
  | IOCIRepository
  | IKustomization
  | IHelmRelease;

/** Levels of the Pod Security Standards. */
export type PodSecurity = 'restricted' | 'baseline' | 'privileged';

/** Created once, and then left alone. */
const siteOwned = { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' };

/** Pruning a namespace would take everything in it along. */
const kept = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };

/**
 * A namespace with its Pod Security level in its labels; without them the defaults of the cluster hold.
 * The API server warns about and logs pods that `restricted` would refuse.
 */
export const namespace = (name: string, enforce: PodSecurity): INamespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    annotations: kept,
    labels: {
      'pod-security.kubernetes.io/enforce': enforce,
      'pod-security.kubernetes.io/enforce-version': 'v1.36',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
    },
  },
});

/**
 * The Git repository that Flux reads. It is created once and then belongs to the site, which may put another address,
 * branch or secret there (kustomize-controller docs, `kustomize.toolkit.fluxcd.io/ssa`).
 */
export const gitRepository = (
  name: string,
  spec: NonNullable<IGitRepository['spec']>,
): IGitRepository => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: {
    name,
    namespace: 'flux-system',
    annotations: siteOwned,
  },
  spec,
});

/** A repository of charts that others publish. */
export const helmRepository = (
  name: string,
  spec: NonNullable<IHelmRepository['spec']>,
): IHelmRepository => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'HelmRepository',
  metadata: { name, namespace: 'flux-system' },
  spec,
});

/** An artifact in a registry. Like the Git repository it belongs to the site once it is there. */
export const ociRepository = (
  name: string,
  spec: NonNullable<IOCIRepository['spec']>,
): IOCIRepository => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'OCIRepository',
  metadata: { name, namespace: 'flux-system', annotations: siteOwned },
  spec,
});

/** A path of the repository that Flux applies. */
export const kustomization = (
  name: string,
  source: IGitRepository | IOCIRepository,
  spec: Omit<NonNullable<IKustomization['spec']>, 'sourceRef'>,
): IKustomization => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name, namespace: 'flux-system' },
  spec: { sourceRef: { kind: source.kind, name: source.metadata?.name ?? '' }, ...spec },
});
