import { isObject } from '@helm-charts/kubernetes';
import type { Fault, Path } from './fault.ts';

/** Reports integers that lose digits, since Helm reads numbers as float64 (helm: pkg/chart/common/values.go). */
export const inexactNumbers = (
  value: unknown,
  sourceOf: (path: Path) => string | undefined,
  path: Path = [],
): readonly Fault[] => {
  if (Array.isArray(value))
    return value.flatMap((item, at) => inexactNumbers(item, sourceOf, [...path, at]));
  if (isObject(value))
    return Object.entries(value).flatMap(([key, of]) =>
      inexactNumbers(of, sourceOf, [...path, key]),
    );
  const source = sourceOf(path) ?? '';
  if (typeof value !== 'number' || !/^-?\d+$/.test(source) || Number.isSafeInteger(value))
    return [];
  if (BigInt(value) === BigInt(source)) return [];
  return [
    {
      rule: 'values',
      severity: 'warning',
      path,
      message: `${source} has more digits than a float64 can represent, so Helm reads ${BigInt(value)}`,
      fix: `put it in quotes if it is a name: "${source}"`,
    },
  ];
};
