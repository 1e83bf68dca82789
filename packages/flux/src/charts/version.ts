import type { SemVer } from 'semver';
import { constraintOf, parseVersion } from './constraint.ts';

/**
 * Returns the exact version, else the highest version in the range, as Flux does (source-controller:
 * internal/helm/repository/chart_repository.go, getChartVersion). What is not a version is left out.
 * @example
 * pickVersion([{ version: '1.2.3' }, { version: '1.3.0' }], '1.x'); // { version: '1.3.0' }
 */
export const pickVersion = <One extends { readonly version: string }>(
  candidates: readonly One[],
  range: string,
): One | undefined => {
  const exact = candidates.find(({ version }) => version === range);
  if (exact !== undefined) return exact;
  const isWanted = constraintOf(range);
  let best: { readonly one: One; readonly version: SemVer } | undefined;
  for (const one of candidates) {
    const version = parseVersion(one.version);
    if (version === undefined || !isWanted?.(version)) continue;
    if (best === undefined || version.compare(best.version) > 0) best = { one, version };
  }
  return best?.one;
};
