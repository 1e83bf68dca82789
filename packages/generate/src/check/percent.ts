import { type Fault, type Keys, refusedValue } from './fault.ts';

/** What the API server refuses of a number or percentage of pods (Kubernetes pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent). */
export const percentFaults = (
  value: unknown,
  keys: Keys,
  { limit = Number.POSITIVE_INFINITY }: { readonly limit?: number } = {},
): readonly Fault[] => {
  if (typeof value === 'number' && value < 0) {
    return [refusedValue(keys, `${value} is negative`, 'write 0 or more, or a percentage')];
  }
  if (typeof value !== 'string') return [];
  if (!/^\d+%$/.test(value)) {
    return [
      refusedValue(
        keys,
        `"${value}" is neither a number nor a percentage`,
        'write for example 1, without quotes, or 25%',
      ),
    ];
  }
  return Number.parseInt(value, 10) > limit
    ? [refusedValue(keys, `"${value}" is more than ${limit}%`, `write at most ${limit}%`)]
    : [];
};

/** Whether a number or percentage means no pods. */
export const isNone = (value: unknown): boolean =>
  value === 0 || (typeof value === 'string' && /^0+%$/.test(value));
