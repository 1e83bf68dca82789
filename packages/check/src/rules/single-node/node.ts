import type { Rule } from '../../rule.ts';
import type { SingleNodeOptions } from './options.ts';

/** A check that holds where the cluster has one node only. */
export const onOneNode =
  (check: Rule['check']): Rule<SingleNodeOptions>['check'] =>
  (context, { nodes }) =>
    nodes === 1 ? check(context, undefined) : [];
