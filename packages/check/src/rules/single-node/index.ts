import { type RuleSet, ruleSet } from '../../rule.ts';
import type { SingleNodeOptions } from './options.ts';
import { replicas } from './replicas.ts';

/** What a cluster of one node, or of a few, has no room or no use for. */
export const singleNode = (options: SingleNodeOptions = { nodes: 1 }): RuleSet =>
  ruleSet('single-node', [replicas], options);
