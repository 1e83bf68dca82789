import { isValues, type Values, type ValuesItem } from './mutable.ts';

/**
 * Lays `b` over `a`: mappings merge, everything else replaces, null too (fluxcd/pkg:
 * chartutil/merge.go). The result shares the mappings that it did not have to merge with `a` and
 * `b`; what `targetPath` does depends on that.
 */
export const mergeMaps = (a: Values, b: Values): Values => {
  const laid = Object.entries(b).map(([key, value]): [string, ValuesItem] => {
    const below = Object.hasOwn(a, key) ? a[key] : undefined;
    return [key, isValues(value) && isValues(below) ? mergeMaps(below, value) : value];
  });
  return Object.fromEntries([...Object.entries(a), ...laid]);
};
