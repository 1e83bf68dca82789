import type { RuleSet } from './rule.ts';
import { flux } from './rules/flux/index.ts';
import { kubernetes } from './rules/kubernetes/index.ts';
import type { Waiver } from './waiver.ts';

/** The rule sets and waivers for a chart, a profile or a workspace. */
export interface Checks {
  readonly ruleSets: readonly RuleSet[];
  readonly waivers?: readonly Waiver[];
}

/** The default: the rule sets `kubernetes` and `flux`. */
export const defaultChecks: Checks = { ruleSets: [kubernetes(), flux()] };
