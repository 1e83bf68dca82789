import semver from 'semver';
import type { LockedChart } from './lock.ts';

/**
 * Returns the exact version, else the highest version in the range, as Flux evaluates ranges
 * (Masterminds/semver): a comma means "and", and a range that names a prerelease includes all
 * prereleases.
 * @example
 * pickVersion([{ version: '1.2.3' }, { version: '1.3.0' }], '1.x'); // { version: '1.3.0' }
 */
export const pickVersion = (
  candidates: readonly LockedChart[],
  range: string,
): LockedChart | undefined => {
  const exact = candidates.find(({ version }) => version === range);
  if (exact !== undefined) return exact;
  const versions = candidates.map(({ version }) => version);
  const includePrerelease = /\d-[0-9A-Za-z]/.test(range);
  const best = semver.maxSatisfying(versions, range.replaceAll(',', ' '), { includePrerelease });
  return candidates.find(({ version }) => version === best);
};
