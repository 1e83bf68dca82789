import { type Finding, type Manifest, manifestId } from '@helm-charts/types';
import type { BuiltProfile } from './build/build.ts';
import { readLock } from './charts/lock.ts';
import type { ChartStore } from './charts/prepare.ts';
import { stringAt } from './fields.ts';
import { isHelmRelease } from './kinds.ts';
import { lookupIn } from './lookup.ts';
import { releaseName, storageNamespace } from './name.ts';
import { prune } from './prune.ts';
import { type ResolvedRelease, resolveRelease } from './release.ts';
import { artifactOf } from './written/artifact.ts';
import type { Locate } from './written/origin.ts';

/** What charts are resolved from. Paths are absolute. */
export interface ResolveOptions {
  readonly workspaceRoot: string;
  readonly lockFile: string;
  readonly store: ChartStore;
}

/** What a profile installs, in the order of its objects. */
export interface ResolvedProfile {
  readonly releases: readonly ResolvedRelease[];
  readonly findings: readonly Finding[];
}

/**
 * Makes each HelmRelease among the objects of a profile a release. What it refers to is looked up
 * among the same objects.
 */
export const resolveProfile = async (
  built: BuiltProfile,
  { workspaceRoot, lockFile, store }: ResolveOptions,
): Promise<ResolvedProfile> => {
  const { files, home, locate } = built;
  const objects = built.layers.flatMap(({ documents }) =>
    documents.map(({ manifest }) => manifest),
  );
  const helmReleases = objects.filter(isHelmRelease);
  const lock = readLock(lockFile, files);
  const repository = objects.find((object) => isSource(object, home));
  const context = {
    workspaceRoot,
    store,
    files,
    locate,
    home,
    lookup: lookupIn(objects),
    lock: lock.charts,
    isIgnored: artifactOf(workspaceRoot, files, stringAt(repository?.spec, 'ignore')),
  };
  const resolved = await Promise.all(
    helmReleases.map((helmRelease) => resolveRelease(helmRelease, context)),
  );
  // By now all copies that are needed have been touched.
  await prune(store.cache);
  return {
    releases: resolved.flatMap((one) => one.resolved ?? []),
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
    const id = manifestId(helmRelease);
    const where = locate(helmRelease)?.at(['spec', 'releaseName']) ?? id;
    const message = `${id} keeps release ${key}, which ${manifestId(owner)} keeps already; give it another releaseName.`;
    return [{ rule: 'duplicate', severity: 'error', where, message }];
  });
};
