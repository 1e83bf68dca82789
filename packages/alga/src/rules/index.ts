import { type RuleSet, ruleSet } from '@helm-charts/check';
import type { AlgaOptions } from './options.ts';
import { redisPersistenceOff } from './redis-persistence-off.ts';
import { redisWithoutClaim } from './redis-without-claim.ts';
import { sharedParameters } from './shared-parameters.ts';
import { temporalHistoryShards } from './temporal-history-shards.ts';

/** What the charts of Alga PSA, its pool, its workflows and its workers agree on. */
export const alga = (options: AlgaOptions = {}): RuleSet =>
  ruleSet(
    'alga',
    [redisPersistenceOff, redisWithoutClaim, sharedParameters, temporalHistoryShards],
    options,
  );
