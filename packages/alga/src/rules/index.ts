import { type RuleSet, ruleSet } from '@helm-charts/check';
import type { AlgaOptions } from './options.ts';
import { temporalFrontendAddress } from './temporal-frontend-address.ts';
import { temporalFullName } from './temporal-full-name.ts';
import { temporalHistoryShards } from './temporal-history-shards.ts';
import { temporalNamespace } from './temporal-namespace.ts';
import { temporalSchemaHooks } from './temporal-schema-hooks.ts';
import { temporalToolVersion } from './temporal-tool-version.ts';

/** What the charts of Alga PSA, its pool, its workflows and its workers agree on. */
export const alga = (options: AlgaOptions = {}): RuleSet =>
  ruleSet(
    'alga',
    [
      temporalFrontendAddress,
      temporalFullName,
      temporalHistoryShards,
      temporalNamespace,
      temporalSchemaHooks,
      temporalToolVersion,
    ],
    options,
  );
