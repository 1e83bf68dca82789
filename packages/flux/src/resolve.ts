import type { Finding, Manifest, Release } from '@helm-charts/types';
import { lookupIn } from './lookup.ts';
import { resolveRelease } from './release.ts';

/** What a profile installs, in the order of its objects. */
export interface ResolvedProfile {
  readonly releases: readonly Release[];
  readonly findings: readonly Finding[];
}

/**
 * Makes each HelmRelease among the objects of a profile a release. References are looked up among
 * the same objects.
 */
export const resolveProfile = (
  objects: readonly Manifest[],
  workspaceRoot: string,
): ResolvedProfile => {
  const lookup = lookupIn(objects);
  const resolved = objects
    .filter(({ apiVersion, kind }) => kind === 'HelmRelease' && apiVersion.startsWith(helmGroup))
    .map((helmRelease) => resolveRelease(helmRelease, lookup, workspaceRoot));
  return {
    releases: resolved.flatMap(({ release }) => release ?? []),
    findings: resolved.flatMap(({ findings }) => findings),
  };
};

const helmGroup = 'helm.toolkit.fluxcd.io/';
