import { type RuleSet, ruleSet } from '../../rule.ts';
import { claimUnmounted } from './claim-unmounted.ts';
import { listDuplicate } from './list-duplicate.ts';
import { objectSize } from './object-size.ts';

/** What the API server would refuse, and what the kubelet or a controller could not run. */
export const kubernetes = (): RuleSet =>
  ruleSet('kubernetes', [claimUnmounted, listDuplicate, objectSize], {});
