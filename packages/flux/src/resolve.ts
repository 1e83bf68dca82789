import { defaultTarget, type FluxVersion } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import type { BuiltTree } from './build/tree.ts';
import { emptyLock, type LockedChart, type LockedRemote, readLock } from './charts/lock.ts';
import type { PlacedRequest } from './charts/request.ts';
import { inClusterOf } from './in-cluster/in-cluster.ts';
import { isHelmRelease } from './kinds.ts';
import { lookupIn } from './lookup.ts';
import { releaseName, storageNamespace } from './name.ts';
import { otherCluster } from './other-cluster.ts';
import { type FluxRelease, resolveRelease } from './release.ts';
import type { Locate } from './sources/origin.ts';
import { placeOf } from './sources/place.ts';

/** A chart from the network, and the HelmRelease that it is for. */
export interface RequestOfRelease {
  readonly helmRelease: Manifest;
  readonly request: PlacedRequest;
}

/** The releases of a tree, in the order of its objects. */
export interface ResolvedTree {
  readonly releases: readonly FluxRelease[];
  /** The charts from repositories and registries that are available locally. */
  readonly lock: readonly LockedChart[];
  /** The files from the network that are available locally. */
  readonly remotes: readonly LockedRemote[];
  /** The charts that come from the network, each with the HelmRelease that it is for. */
  readonly requests: readonly RequestOfRelease[];
  readonly findings: readonly Finding[];
}

/** How the releases of a tree are resolved. */
interface ResolveOptions {
  /** The lock file (absolute) with the charts of repositories and registries; without one, none of these charts is available. */
  readonly lockFile?: string | undefined;
  /** The version that resolves them. */
  readonly flux?: FluxVersion | undefined;
  /** The objects of releases that are installed before. */
  readonly installed?: readonly Manifest[];
}

/**
 * Resolves each HelmRelease of a tree to a release. Its references are looked up in the same tree, and among the objects that
 * are installed before.
 */
export const resolve = (
  built: BuiltTree,
  { lockFile, flux = defaultTarget.flux, installed = [] }: ResolveOptions = {},
): ResolvedTree => {
  const { repository, files, sources, locate } = built;
  const objects = built.layers.flatMap(({ documents }) =>
    documents.map(({ manifest }) => manifest),
  );
  const helmReleases = objects.filter(isHelmRelease);
  const lock = lockFile === undefined ? emptyLock : readLock(lockFile, files);
  const context = {
    workspaceRoot: repository,
    files,
    locate,
    sources,
    lookup: lookupIn([...objects, ...installed]),
    inCluster: inClusterOf(objects, { ...built.assumptions, isPartial: built.isPartial }),
    isPartial: built.isPartial,
    acceptsDuplicateKeys: built.assumptions?.acceptsDuplicateKeys,
    lock: lock.charts,
    flux,
  };
  const resolved = helmReleases.map((helmRelease) => resolveRelease(helmRelease, context));
  return {
    releases: resolved.flatMap(({ value }) => value ?? []),
    lock: lock.charts,
    remotes: lock.remotes,
    requests: helmReleases.flatMap((helmRelease, at) => {
      const request = resolved[at]?.request;
      return request === undefined ? [] : [{ helmRelease, request }];
    }),
    findings: [
      ...lock.findings,
      ...resolved.flatMap(({ findings }) => findings),
      ...sharedNames(helmReleases, locate),
    ],
  };
};

/**
 * Two HelmReleases with the same release name and storage namespace would overwrite each other
 * forever.
 */
const sharedNames = (helmReleases: readonly Manifest[], locate: Locate): readonly Finding[] => {
  const owners = new Map<string, Manifest>();
  return helmReleases.flatMap((helmRelease): Finding[] => {
    const key = `${storageNamespace(helmRelease)}/${releaseName(helmRelease)}`;
    const inCluster = `${otherCluster(helmRelease) ?? ''} ${key}`;
    const owner = owners.get(inCluster);
    if (owner === undefined) owners.set(inCluster, helmRelease);
    // A HelmRelease that two Kustomizations apply is reported as such.
    if (owner === undefined || manifestId(owner) === manifestId(helmRelease)) return [];
    return [
      {
        rule: 'duplicate',
        severity: 'error',
        ...placeOf(helmRelease, ['spec', 'releaseName'], locate(helmRelease)),
        message: `it installs release ${key}, which ${manifestId(owner)} already installs, so each overwrites the other`,
        fix: 'give it another releaseName',
      },
    ];
  });
};
