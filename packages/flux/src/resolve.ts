import { stringAt } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import type { BuiltTree } from './build/tree.ts';
import { type LockedChart, readLock } from './charts/lock.ts';
import { isHelmRelease } from './kinds.ts';
import { lookupIn } from './lookup.ts';
import { releaseName, storageNamespace } from './name.ts';
import { type FluxRelease, resolveRelease } from './release.ts';
import { artifactOf } from './sources/artifact.ts';
import type { Locate } from './sources/origin.ts';
import { placeOf } from './sources/place.ts';

/** What a tree installs, in the order of its objects. */
export interface ResolvedTree {
  readonly releases: readonly FluxRelease[];
  /** The charts of repositories and registries that are at hand. */
  readonly lock: readonly LockedChart[];
  readonly findings: readonly Finding[];
}

/**
 * Makes each HelmRelease among the objects of a tree a release. What it refers to is looked up
 * among the same objects. `lockFile`, absolute, says which charts of repositories there are.
 */
export const resolve = (built: BuiltTree, lockFile: string): ResolvedTree => {
  const { repository, files, home, locate } = built;
  const objects = built.layers.flatMap(({ documents }) =>
    documents.map(({ manifest }) => manifest),
  );
  const helmReleases = objects.filter(isHelmRelease);
  const lock = readLock(lockFile, files);
  const source = objects.find((object) => isSource(object, home));
  const context = {
    workspaceRoot: repository,
    files,
    locate,
    home,
    lookup: lookupIn(objects),
    lock: lock.charts,
    isIgnored: artifactOf(repository, files, stringAt(source?.spec, 'ignore')),
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

/** Without a word on the home, the first GitRepository is taken for it. */
const isSource = (object: Manifest, home: string | undefined): boolean =>
  object.apiVersion.startsWith('source.toolkit.fluxcd.io/') &&
  (home === undefined ? object.kind === 'GitRepository' : manifestId(object) === home);

/** Two HelmReleases that keep one release in one place would install over each other for ever. */
const sharedNames = (helmReleases: readonly Manifest[], locate: Locate): readonly Finding[] => {
  const owners = new Map<string, Manifest>();
  return helmReleases.flatMap((helmRelease): Finding[] => {
    const key = `${storageNamespace(helmRelease)}/${releaseName(helmRelease)}`;
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, helmRelease);
      return [];
    }
    return [
      {
        rule: 'duplicate',
        severity: 'error',
        ...placeOf(helmRelease, ['spec', 'releaseName'], locate(helmRelease)),
        message: `it keeps release ${key}, which ${manifestId(owner)} keeps already`,
        fix: 'give it another releaseName',
      },
    ];
  });
};
