import type { RuleSet } from './rule.ts';
import { flux } from './rules/flux/index.ts';
import { kubernetes } from './rules/kubernetes/index.ts';
import type { Waiver } from './waiver.ts';

/** What a chart, a profile or a workspace is checked against. */
export interface Checks {
  readonly ruleSets: readonly RuleSet[];
  readonly waivers?: readonly Waiver[];
}

/** What holds where nothing else is said: the rules of Kubernetes and Flux themselves. */
export const defaultChecks: Checks = { ruleSets: [kubernetes(), flux()] };
