import { isDeepStrictEqual } from 'node:util';
import { isObject } from '@helm-charts/kubernetes';
import type { Fault, Path } from './fault.ts';

/** The values of an overlay that equal the defaults of the chart. */
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

/** Returns a hint for each of them. */
export const defaultHints = (values: unknown, defaults: unknown): readonly Fault[] =>
  equalToDefault(values, defaults).map((path) => ({
    rule: 'default-value',
    severity: 'info',
    path,
    message: 'this equals the default of the chart, so a new default would have no effect',
    fix: 'remove it unless it is pinned on purpose',
  }));
