import { createHash } from 'node:crypto';
import { stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';

/**
 * The release name (`.Release.Name`) of a HelmRelease: `releaseName`, else `targetNamespace`, a
 * hyphen and its own name (fluxcd/helm-controller: api/v2/helmrelease_types.go, GetReleaseName),
 * shortened to 53 characters (internal/release/name.go).
 */
export const releaseName = (helmRelease: Manifest): string => {
  const { name } = helmRelease.metadata;
  const target = stringAt(helmRelease, 'spec', 'targetNamespace');
  const full =
    stringAt(helmRelease, 'spec', 'releaseName') || (target ? `${target}-${name}` : name);
  if (full.length <= 53) return full;
  const hash = createHash('sha256').update(full).digest('hex');
  return `${full.slice(0, 40)}-${hash.slice(0, 12)}`;
};

/**
 * The release namespace (`.Release.Namespace`) of a HelmRelease (GetReleaseNamespace in the same
 * file).
 */
export const releaseNamespace = (helmRelease: Manifest): string =>
  stringAt(helmRelease, 'spec', 'targetNamespace') || (helmRelease.metadata.namespace ?? 'default');

/**
 * The namespace in which Helm stores the release records (GetStorageNamespace in the same file).
 */
export const storageNamespace = (helmRelease: Manifest): string =>
  stringAt(helmRelease, 'spec', 'storageNamespace') ||
  (helmRelease.metadata.namespace ?? 'default');

/**
 * The name of the Secret in the storage namespace that stores a revision of a release (helm:
 * pkg/storage/storage.go, makeKey).
 */
export const storageName = (helmRelease: Manifest, revision: number): string =>
  `sh.helm.release.v1.${releaseName(helmRelease)}.v${revision}`;
