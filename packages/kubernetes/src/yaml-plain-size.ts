import type { Json } from '@helm-charts/types';

/** How many nodes a value has; keys are nodes, too. */
export const sizeOf = (value: Json): number =>
  typeof value !== 'object' || value === null
    ? 1
    : Object.values(value).reduce<number>((sum, one) => sum + 1 + sizeOf(one), 1);
