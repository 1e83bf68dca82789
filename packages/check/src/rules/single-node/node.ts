import type { Rule } from '../../rule.ts';
import type { SingleNodeOptions } from './options.ts';

/** Runs a check only if the cluster has one node. */
export const onOneNode =
  (check: Rule['check']): Rule<SingleNodeOptions>['check'] =>
  (context, { nodes }) =>
    nodes === 1 ? check(context, undefined) : [];
