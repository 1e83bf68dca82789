import semver from 'semver';

/** How large a change of a chart is for the people who install it. */
export type Level = 'none' | 'patch' | 'minor' | 'major';

const order: readonly Level[] = ['none', 'patch', 'minor', 'major'];

/** The highest of several levels. */
export const highest = (levels: readonly Level[]): Level =>
  levels.reduce<Level>((a, b) => (isBelow(a, b) ? b : a), 'none');

/** Whether a level is lower than another one. */
const isBelow = (level: Level, other: Level): boolean =>
  order.indexOf(level) < order.indexOf(other);

/**
 * The lowest version that a change needs. Before 1.0.0 a major change raises the minor version and any other change the patch version, which is how
 * `^0.3.1` counts (Masterminds/semver, which Helm uses), and how Nx does with `adjustSemverBumpsForZeroMajorVersion`.
 */
export const nextVersion = (released: string, level: Level): string => {
  if (level === 'none') return released;
  const isEarly = semver.major(released) === 0;
  const raised = isEarly ? (level === 'major' ? 'minor' : 'patch') : level;
  return semver.inc(released, raised) ?? released;
};

/** Whether a version is too low for a change. A pre-release of the needed version is not. */
export const isTooLow = (version: string, needed: string): boolean =>
  semver.lt(`${semver.coerce(version)}`, `${semver.coerce(needed)}`) ||
  (semver.prerelease(needed) !== null && semver.lt(version, needed));
