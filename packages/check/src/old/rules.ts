import type { Rule } from './rule.ts';
import { agreementRules } from './rules/agreement.ts';
import { bootstrapRules } from './rules/bootstrap.ts';
import { connectionRules } from './rules/connections.ts';
import { domainRules } from './rules/domain.ts';
import { hookRules } from './rules/hooks.ts';
import { nameRules } from './rules/names.ts';
import { pgbouncerRules } from './rules/pgbouncer.ts';
import { podRules } from './rules/pods.ts';
import { probeRules } from './rules/probes.ts';
import { redisRules } from './rules/redis.ts';
import { referenceRules } from './rules/references.ts';
import { rolloutRules } from './rules/rollout.ts';
import { secretRules } from './rules/secrets.ts';
import { stableRules } from './rules/stable.ts';
import { temporalRules } from './rules/temporal.ts';
import { upgradeRules } from './rules/upgrade.ts';
import { volumeRules } from './rules/volumes.ts';

/** All rules in the order of their ids: first those over what Flux applies, then those over what charts render. */
export const rules: readonly Rule[] = [
  ...nameRules,
  ...hookRules,
  ...stableRules,
  ...volumeRules,
  ...bootstrapRules,
  ...podRules,
  ...probeRules,
  ...rolloutRules,
  ...referenceRules,
  ...secretRules,
  ...domainRules,
  ...connectionRules,
  ...pgbouncerRules,
  ...temporalRules,
  ...agreementRules,
  ...redisRules,
  ...upgradeRules,
].toSorted((a, b) => orderOf(a) - orderOf(b));

function orderOf({ id }: Rule): number {
  return Number(id.slice(1)) + (id.startsWith('R') ? 1000 : 0);
}
