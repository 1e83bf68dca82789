import { type RuleSet, ruleSet } from '../../rule.ts';
import { autoscaler } from './autoscaler.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { nodeSelector } from './node-selector.ts';
import type { SingleNodeOptions } from './options.ts';
import { replicas } from './replicas.ts';
import { requiredAffinity } from './required-affinity.ts';
import { topologySpread } from './topology-spread.ts';

/** Objects that do not fit or have no effect on a cluster of one node, or of a few. */
export const singleNode = (options: SingleNodeOptions = { nodes: 1 }): RuleSet =>
  ruleSet(
    'single-node',
    [autoscaler, disruptionBudget, nodeSelector, replicas, requiredAffinity, topologySpread],
    options,
  );
