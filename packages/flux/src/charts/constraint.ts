import semver, { type SemVer } from 'semver';

/** Whether a version satisfies a range. */
export type Constraint = (version: SemVer) => boolean;

/**
 * Reads a range of versions as Helm and Flux do (Masterminds/semver 3.5: constraints.go), which is not as npm does it:
 * there is `!=`, `=>`, a comma, and `1.2` and `~1.2` are the same. A prerelease satisfies only a part between `||` that
 * names a prerelease. Undefined if the text is not a range.
 * @example constraintOf('>=1.0.0 <2.0.0')?.(new SemVer('1.4.2')); // true
 */
export const constraintOf = (text: string): Constraint | undefined => {
  if (text.length > longest) return undefined;
  const groups = withoutHyphens(text).split('||').map(groupOf);
  if (groups.length > mostGroups) return undefined;
  if (!groups.every((group) => group !== undefined)) return undefined;
  return (version) =>
    groups.some((group) => {
      const includesPrereleases = group.some(({ bound }) => bound.prerelease.length > 0);
      if (version.prerelease.length > 0 && !includesPrereleases) return false;
      return group.every((comparison) => operators[comparison.operator]?.(version, comparison));
    });
};

/**
 * A version in the form that Flux accepts: three numbers, and a `v` before them if need be (fluxcd/pkg: version,
 * ParseVersion). Undefined for any other text.
 */
export const parseVersion = (text: string): SemVer | undefined =>
  (/^v?\d/.test(text) && semver.parse(text)) || undefined;

/** The limits of the library: in characters, and of parts between `||`. */
const longest = 512;
const mostGroups = 32;

/** One condition of a range, for instance `>=1.2`. */
interface Comparison {
  readonly operator: string;
  /** The version with 0 for each number that is absent, or is `x` or `*`. */
  readonly bound: SemVer;
  /** How many of its numbers are given. */
  readonly given: 0 | 1 | 2 | 3;
}

const number = '[0-9]+|[xX*]';
const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const pattern = `v?(${number})(?:\\.(${number}))?(?:\\.(${number}))?(-${identifiers})?(?:\\+${identifiers})?`;
const operator = '=>|=<|>=|<=|!=|~>|=|>|<|~|\\^|';
const comparison = new RegExp(`^\\s*(${operator})\\s*${pattern}(?=\\s|,|$)`);

/** `1.0 - 2.0` is `>= 1.0, <= 2.0`. */
const withoutHyphens = (text: string): string => {
  const plain = pattern.replaceAll(/\((?!\?)/g, '(?:');
  const range = new RegExp(`\\s*(${plain})\\s+-\\s+(${plain})\\s*`, 'g');
  return text.replaceAll(range, ' >= $1, <= $2 ');
};

/** The conditions that must all hold, between which is a space or a comma. */
const groupOf = (text: string): readonly Comparison[] | undefined => {
  const found: Comparison[] = [];
  let rest = text.trimEnd();
  for (;;) {
    const match = comparison.exec(rest);
    if (match === null) return undefined;
    const [whole, named = '', major = '', minor = '', patch = '', prerelease = ''] = match;
    const numbers = [major, minor, patch];
    const open = numbers.findIndex((one) => !/^\d/.test(one));
    const given = (open < 0 ? 3 : open) as Comparison['given'];
    const filled = numbers.map((one, at) => (at < given ? Number(one) : 0)).join('.');
    const bound = semver.parse(`${filled}${prerelease}`);
    if (bound === null) return undefined;
    found.push({ operator: named, bound, given });
    rest = rest.slice(whole.length);
    if (rest === '') return found;
    rest = rest.replace(/^\s*,?/, '');
  }
};

type Operator = (version: SemVer, comparison: Comparison) => boolean;

const equal: Operator = (version, comparison) =>
  comparison.given < 3 ? tilde(version, comparison) : version.compare(comparison.bound) === 0;

const notEqual: Operator = (version, { bound, given }) => {
  if (given === 3 || given === 0) return version.compare(bound) !== 0;
  if (version.major !== bound.major) return true;
  if (given === 2 && version.minor !== bound.minor) return true;
  return given !== 1 && version.comparePre(bound) !== 0;
};

/** `>11` begins with 12, and `>11.1` with 11.2. */
const greater: Operator = (version, { bound, given }) => {
  if (given === 3 || given === 0) return version.compare(bound) > 0;
  if (version.major !== bound.major) return version.major > bound.major;
  return given === 2 && version.minor > bound.minor;
};

const atLeast: Operator = (version, { bound }) => version.compare(bound) >= 0;

/** `<=11` includes all of 11, and `<=11.1` all of 11.1. */
const atMost: Operator = (version, { bound, given }) => {
  if (given === 3) return version.compare(bound) <= 0;
  if (version.major !== bound.major) return version.major < bound.major;
  return given === 1 || version.minor <= bound.minor;
};

const tilde: Operator = (version, { bound, given }) => {
  if (version.compare(bound) < 0) return false;
  const isZero = bound.major === 0 && bound.minor === 0 && bound.patch === 0;
  if (isZero && (given === 0 || given === 3)) return true;
  return version.major === bound.major && (given === 1 || version.minor === bound.minor);
};

/** Only the part after the first number that is not 0 may change. `^*` is `0.0.0`. */
const caret: Operator = (version, { bound, given }) => {
  if (version.compare(bound) < 0) return false;
  if (bound.major > 0 || given === 1) return version.major === bound.major;
  if (version.major > 0) return false;
  if (bound.minor > 0 || given === 2) return version.minor === bound.minor;
  return version.minor === 0 && version.patch === bound.patch;
};

const operators: Readonly<Record<string, Operator>> = {
  '': equal,
  '=': equal,
  '!=': notEqual,
  '>': greater,
  '<': (version, { bound }) => version.compare(bound) < 0,
  '>=': atLeast,
  '=>': atLeast,
  '<=': atMost,
  '=<': atMost,
  '~': tilde,
  '~>': tilde,
  '^': caret,
};
