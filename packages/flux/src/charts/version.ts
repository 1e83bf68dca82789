import semver from 'semver';
import type { LockedChart } from './lock.ts';

/**
 * The very version that is asked for, else the highest one in the range, as Flux reads ranges
 * (Masterminds/semver): a comma is an `and`, and a range that names a prerelease takes all of them.
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
