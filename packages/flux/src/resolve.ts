import { stringAt } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import type { BuiltTree } from './build/tree.ts';
import { type LockedChart, readLock } from './charts/lock.ts';
import { inClusterOf } from './in-cluster/in-cluster.ts';
import { isHelmRelease } from './kinds.ts';
import { lookupIn } from './lookup.ts';
import { releaseName, storageNamespace } from './name.ts';
import { otherCluster } from './other-cluster.ts';
import { type FluxRelease, resolveRelease } from './release.ts';
import { artifactOf } from './sources/artifact.ts';
import type { Locate } from './sources/origin.ts';
import { placeOf } from './sources/place.ts';

/** The releases of a tree, in the order of its objects. */
export interface ResolvedTree {
  readonly releases: readonly FluxRelease[];
  /** The charts from repositories and registries that are available locally. */
  readonly lock: readonly LockedChart[];
  readonly findings: readonly Finding[];
}

/**
 * Resolves each HelmRelease of a tree to a release. Its references are looked up in the same tree, and among the objects
 * of releases that are `installed` before. `lockFile` is the absolute path of the lock file with the charts of repositories and registries.
 */
export const resolve = (
  built: BuiltTree,
  lockFile: string,
  installed: readonly Manifest[] = [],
): ResolvedTree => {
  const { repository, files, sources, locate } = built;
  const objects = built.layers.flatMap(({ documents }) =>
    documents.map(({ manifest }) => manifest),
  );
  const helmReleases = objects.filter(isHelmRelease);
  const lock = readLock(lockFile, files);
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
    isIgnored: artifactOf(repository, files, stringAt(sources.own?.spec, 'ignore')),
  };
  const resolved = helmReleases.map((helmRelease) => resolveRelease(helmRelease, context));
  return {
    releases: resolved.flatMap(({ value }) => value ?? []),
    lock: lock.charts,
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
