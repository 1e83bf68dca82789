import type { Rule } from './rule.ts';
import { agreementRules } from './rules/agreement.ts';
import { domainRules } from './rules/domain.ts';
import { hookRules } from './rules/hooks.ts';
import { nameRules } from './rules/names.ts';
import { redisRules } from './rules/redis.ts';
import { referenceRules } from './rules/references.ts';
import { rolloutRules } from './rules/rollout.ts';
import { secretRules } from './rules/secrets.ts';
import { stableRules } from './rules/stable.ts';
import { upgradeRules } from './rules/upgrade.ts';
import { volumeRules } from './rules/volumes.ts';

/** All rules in the order of their ids: first those over what Flux applies, then those over what charts render. */
export const rules: readonly Rule[] = [
  ...nameRules,
  ...hookRules,
  ...stableRules,
  ...volumeRules,
  ...rolloutRules,
  ...referenceRules,
  ...secretRules,
  ...domainRules,
  ...agreementRules,
  ...redisRules,
  ...upgradeRules,
].toSorted((a, b) => orderOf(a) - orderOf(b));

function orderOf({ id }: Rule): number {
  return Number(id.slice(1)) + (id.startsWith('R') ? 1000 : 0);
}
