import { refuse } from '../refuse.ts';
import type { AirGapDefinition } from './air-gap.ts';
import { mergeValues } from './merge-values.ts';
import { defineProfile, type Profile, type ProfileDefinition, type Releases } from './profile.ts';
import type { ProfileRelease } from './release.ts';

/** What differs in a release of another profile: every field of `install` but the chart's name. */
export type ReleaseChanges<E extends ProfileRelease> = Partial<Omit<E, 'values' | 'chart'>> & {
  /** Merged into the values of the base as Flux merges values: maps merge, everything else replaces, null too. */
  readonly values?: E['values'];
  /** Another version of the chart. */
  readonly chart?: E['chart'];
};

/** What differs in a profile that extends another one. */
export interface ProfileExtension<R extends Releases, A extends Releases>
  extends Partial<
    Omit<ProfileDefinition, 'releases' | 'name' | 'airGap' | 'objectNames' | 'namespaces'>
  > {
  /** The name of its directory in flux-profiles. */
  readonly name: string;
  /** Added to the namespaces of the base, in place of those of the same name. */
  readonly namespaces?: ProfileDefinition['namespaces'];
  /** Changes of releases of the base; null removes a release. */
  readonly releases?: { readonly [K in keyof R]?: ReleaseChanges<R[K]> | null };
  /** Further releases. */
  readonly added?: A;
  /** Fields that differ in the air-gapped variant; null removes the variant. Of its `releases`, null removes one. */
  readonly airGap?:
    | null
    | (Partial<Omit<AirGapDefinition, 'releases'>> & {
        readonly releases?: Readonly<Record<string, ProfileRelease | null>>;
      });
  /** Names of objects in the cluster. The base's are not inherited, since both profiles may be in one cluster. */
  readonly objectNames?: ProfileDefinition['objectNames'];
}

/**
 * A profile that differs from another one. What the extension does not name is as in the base; lists (`secrets`, `dataClaims`, a
 * release's `dependsOn`, `objects` and `patches`) replace those of the base.
 *
 * @example
 * extendProfile(base, {
 *   name: 'three-nodes',
 *   releases: { web: { values: { replicas: 3 }, timeout: '20m' }, cache: null },
 *   added: { search: install(search, { timeout: '10m', values: {} }) },
 * });
 *
 * @throws TypeError if a release depends on one that the extension removes, or `added` names a release of the base.
 */
export const extendProfile = <
  const R extends Releases,
  const A extends Releases = Record<never, never>,
>(
  { definition: base }: Profile<R>,
  extension: ProfileExtension<R, A>,
): Profile<Extended<R, A>, Extended<R, A>[keyof Extended<R, A>]['values']> => {
  const {
    releases: changes = {},
    added,
    airGap,
    namespaces = [],
    objectNames,
    ...rest
  } = extension;
  const releases = { ...changed(base.releases, changes), ...added };
  refuse([...removedNeeded(releases), ...repeated(base.releases, changes, added ?? {})]);
  const { objectNames: _, airGap: baseAirGap, ...kept } = base;
  const variant = extendedAirGap(baseAirGap, airGap, releases);
  const names = new Set(namespaces.map(({ metadata }) => metadata?.name));
  return defineProfile({
    ...kept,
    ...rest,
    namespaces: [
      ...(base.namespaces ?? []).filter(({ metadata }) => !names.has(metadata?.name)),
      ...namespaces,
    ],
    // What was removed is gone, and what was changed keeps the type of its values.
    releases: releases as Extended<R, A>,
    ...(variant && { airGap: variant }),
    ...(objectNames && { objectNames }),
  });
};

/** The releases of the base and those that are added. */
type Extended<R extends Releases, A extends Releases> = Omit<R, keyof A> & A;

type Changes = Readonly<Record<string, ReleaseChanges<ProfileRelease> | null | undefined>>;

const changed = (base: Releases, changes: Changes): Releases =>
  Object.fromEntries(
    Object.entries(base).flatMap(([name, release]) => {
      const change = changes[name];
      if (change === null) return [];
      const values = mergeValues(release.values, change?.values);
      return [[name, { ...release, ...change, values }]];
    }),
  );

const extendedAirGap = (
  base: AirGapDefinition | undefined,
  change: ProfileExtension<Releases, Releases>['airGap'],
  releases: Releases,
): AirGapDefinition | undefined => {
  const registry = change?.registry ?? base?.registry;
  if (change === null || registry === undefined) return undefined;
  const verify = change?.verify ?? base?.verify;
  const own = Object.entries({ ...base?.releases, ...change?.releases });
  return {
    registry,
    ...(verify && { verify }),
    releases: Object.fromEntries(
      own.flatMap(([name, release]) =>
        release === null || !(name in releases) ? [] : [[name, release]],
      ),
    ),
  };
};

const removedNeeded = (releases: Releases): readonly string[] =>
  Object.entries(releases).flatMap(([name, { dependsOn }]) =>
    dependsOn
      .filter((dependency) => !(dependency in releases))
      .map(
        (dependency) =>
          `release ${name} depends on ${dependency}, which the profile does not have: set dependsOn of ${name}`,
      ),
  );

const repeated = (base: Releases, changes: Changes, added: Releases): readonly string[] =>
  Object.keys(added)
    .filter((name) => name in base && changes[name] !== null)
    .map(
      (name) =>
        `the base has a release ${name}, too: write its changes in releases, or remove it with releases: { ${name}: null }`,
    );
