import { type RuleSet, ruleSet } from '../../rule.ts';
import { claimKeep } from './claim-keep.ts';
import { claimSize } from './claim-size.ts';
import { claimStorageClass } from './claim-storage-class.ts';
import { claimVolumeName } from './claim-volume-name.ts';
import type { ApplianceOptions } from './options.ts';

/** What a cluster needs that nobody watches: it keeps its data, starts slowly, and has no Internet. */
export const appliance = (options: ApplianceOptions = {}): RuleSet =>
  ruleSet('appliance', [claimKeep, claimSize, claimStorageClass, claimVolumeName], options);
