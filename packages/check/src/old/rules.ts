import type { Rule } from './rule.ts';
import { bootstrapRules } from './rules/bootstrap.ts';
import { connectionRules } from './rules/connections.ts';
import { pgbouncerRules } from './rules/pgbouncer.ts';
import { podRules } from './rules/pods.ts';
import { probeRules } from './rules/probes.ts';
import { rolloutRules } from './rules/rollout.ts';
import { temporalRules } from './rules/temporal.ts';

/** All rules in the order of their ids: first those over what Flux applies, then those over what charts render. */
export const rules: readonly Rule[] = [
  ...bootstrapRules,
  ...podRules,
  ...probeRules,
  ...rolloutRules,
  ...connectionRules,
  ...pgbouncerRules,
  ...temporalRules,
].toSorted((a, b) => orderOf(a) - orderOf(b));

function orderOf({ id }: Rule): number {
  return Number(id.slice(1)) + (id.startsWith('R') ? 1000 : 0);
}
