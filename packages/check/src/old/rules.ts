import type { Rule } from './rule.ts';
import { temporalRules } from './rules/temporal.ts';

/** All rules in the order of their ids: first those over what Flux applies, then those over what charts render. */
export const rules: readonly Rule[] = [...temporalRules].toSorted(
  (a, b) => orderOf(a) - orderOf(b),
);

function orderOf({ id }: Rule): number {
  return Number(id.slice(1)) + (id.startsWith('R') ? 1000 : 0);
}
