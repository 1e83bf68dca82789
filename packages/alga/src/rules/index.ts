import { type RuleSet, ruleSet } from '@helm-charts/check';
import type { AlgaOptions } from './options.ts';
import { temporalHistoryShards } from './temporal-history-shards.ts';

/** What the charts of Alga PSA, its pool, its workflows and its workers agree on. */
export const alga = (options: AlgaOptions = {}): RuleSet =>
  ruleSet('alga', [temporalHistoryShards], options);
