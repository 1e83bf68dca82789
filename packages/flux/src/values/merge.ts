import { isValues, type Values, type ValuesItem } from './mutable.ts';

/**
 * Merges `b` over `a`: mappings are merged, everything else is replaced, including by null
 * (fluxcd/pkg: chartutil/merge.go). The result shares unmerged mappings with `a` and `b`;
 * `targetPath` depends on that.
 * @example
 * mergeMaps({ image: { tag: '1' }, size: 1 }, { image: { tag: '2' } }); // { image: { tag: '2' }, size: 1 }
 */
export const mergeMaps = (a: Values, b: Values): Values => {
  const laid = Object.entries(b).map(([key, value]): [string, ValuesItem] => {
    const below = Object.hasOwn(a, key) ? a[key] : undefined;
    return [key, isValues(value) && isValues(below) ? mergeMaps(below, value) : value];
  });
  return Object.fromEntries([...Object.entries(a), ...laid]);
};
