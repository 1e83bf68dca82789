import type { ClusterObject, FieldPath } from '@helm-charts/kubernetes';
import type { Finding, Position } from '@helm-charts/types';
import type { Context } from './context.ts';
import type { Example } from './example.ts';

/** One thing that must hold of objects: data, so that a list of rules can be run, listed and documented. */
export interface Rule<Options = unknown> {
  /** Words that name what is wrong or what it is about: `claim-keep`, `list-duplicate`. */
  readonly id: string;
  /** The name of the set that it belongs to. */
  readonly set: string;
  /** What must hold, in one sentence. */
  readonly title: string;
  /** What happens if the rule does not hold, in one or two sentences. */
  readonly why: string;
  /** Where that is written: a project and a file or page of it. */
  readonly source: string;
  readonly severity: Finding['severity'];
  readonly scope: Scope;
  /** The smallest input that breaks the rule. It is the rule's test and part of its documentation. */
  readonly bad: string | Example<Options>;
  /** The same, corrected. */
  readonly good: string | Example<Options>;
  readonly check: (context: Context, options: Options) => readonly Problem[];
}

/**
 * What a rule is about: one object, the objects of a release, those of all releases together, or the objects that Flux
 * applies. The first two hold for each scenario of a chart, too; the others for a profile only.
 */
export type Scope = 'object' | 'release' | 'cluster' | 'profile';

/** A finding of a rule before it bears the rule's id. */
export interface Problem {
  readonly object?: ClusterObject;
  /** The field; of the nearest one around it if it is missing. */
  readonly path?: FieldPath;
  /** Where it is written, if not where the object is. */
  readonly position?: Position;
  /** What was given that is neither an object nor a file: a field of the profile's definition. */
  readonly input?: string;
  /** What is wrong and why that matters, without a full stop. */
  readonly message: string;
  /** What to do, as an imperative, without a full stop. */
  readonly fix: string;
}

/** Rules that hold together, with the options that they share. */
export interface RuleSet {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly options: unknown;
}

/** Makes a set of rules with the options that they share. */
export const ruleSet = <Options>(
  name: string,
  rules: readonly (Rule | Rule<Options>)[],
  options: Options,
  // Each rule of the set gets just these options.
): RuleSet => ({ name, rules: rules as readonly Rule[], options });

/** A problem of an object at one of its fields. */
export const problem = (
  object: ClusterObject,
  path: FieldPath,
  message: string,
  fix: string,
): Problem => ({ object, path, message, fix });
