import { isDeepStrictEqual } from 'node:util';
import { isObject } from '@helm-charts/kubernetes';
import type { Fault, Path } from './fault.ts';

/** The values of an overlay that are what the chart has anyway. */
export const equalToDefault = (
  values: unknown,
  defaults: unknown,
  at: Path = [],
): readonly Path[] => {
  if (!isObject(values) || !isObject(defaults)) return [];
  return Object.entries(values).flatMap(([key, value]): readonly Path[] => {
    if (!Object.hasOwn(defaults, key)) return [];
    const path = [...at, key];
    const usual = defaults[key];
    if (isObject(value) && isObject(usual) && Object.keys(usual).length > 0)
      return equalToDefault(value, usual, path);
    return isDeepStrictEqual(value, usual) ? [path] : [];
  });
};

/** A hint at each of them. */
export const defaultHints = (values: unknown, defaults: unknown): readonly Fault[] =>
  equalToDefault(values, defaults).map((path) => ({
    rule: 'default-value',
    severity: 'info',
    path,
    message:
      'this is the default of the chart, and as long as it stands here a new default has no effect',
    fix: 'remove it unless it is pinned on purpose',
  }));
