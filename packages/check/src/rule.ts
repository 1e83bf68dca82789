import type { ClusterObject, FieldPath } from '@helm-charts/kubernetes';
import type { Finding, Position } from '@helm-charts/types';
import type { Context } from './context.ts';
import type { Example } from './example.ts';

/** One requirement for objects. A rule is data, so that it can be run, listed and documented. */
export interface Rule<Options = unknown> {
  /** Names the problem or its subject in lower-case words: `claim-keep`, `list-duplicate`. */
  readonly id: string;
  /** The name of its rule set. */
  readonly set: string;
  /** The requirement, in one sentence. */
  readonly title: string;
  /** What happens if an object breaks the rule, in one or two sentences. */
  readonly why: string;
  /** The source of that: a project and one of its files or pages. */
  readonly source: string;
  readonly severity: Finding['severity'];
  readonly scope: Scope;
  /** Whether an object that breaks it still works. On the trees and charts of others, such rules hold only if somebody asks for them. */
  readonly isAdvice?: boolean;
  /** The smallest input that breaks the rule. Tests run it and the documentation shows it. */
  readonly bad: string | Example<Options>;
  /** The same input, corrected. */
  readonly good: string | Example<Options>;
  readonly check: (context: Context, options: Options) => readonly Problem[];
}

/**
 * What a rule reads: one object, the objects of a release, the objects of all releases, or the objects that
 * kustomize-controller applies. Rules of the first two scopes also check each scenario of a chart; the others
 * check profiles only.
 */
export type Scope = 'object' | 'release' | 'cluster' | 'profile';

/** A finding of a rule, without the rule's id. */
export interface Problem {
  readonly object?: ClusterObject;
  /** If it differs from that of the rule, for instance since the object may exist outside of what is rendered. */
  readonly severity?: Finding['severity'];
  /** The field; if it is missing, its nearest parent that exists. */
  readonly path?: FieldPath;
  /** Its position in a file, if this is not the position of the object. */
  readonly position?: Position;
  /**
   * The input that the finding is about if it is neither an object nor a file: a field of the profile's
   * definition.
   */
  readonly input?: string;
  /** What is wrong and why that matters, without a full stop at the end. */
  readonly message: string;
  /** What to do, as an imperative, without a full stop at the end. */
  readonly fix: string;
}

/** Rules that a project switches on together, with their common options. */
export interface RuleSet {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly options: unknown;
}

/**
 * Makes a rule set from rules and their common options.
 * @example
 * export const shop = (): RuleSet => ruleSet('shop', [imageOwner, teamLabel], {});
 */
export const ruleSet = <Options>(
  name: string,
  rules: readonly (Rule | Rule<Options>)[],
  options: Options,
  // Each rule of the set receives exactly these options.
): RuleSet => ({ name, rules: rules as readonly Rule[], options });

/** A problem at a field of an object. */
export const problem = (
  object: ClusterObject,
  path: FieldPath,
  message: string,
  fix: string,
): Problem => ({ object, path, message, fix });
