import { type Finding, objectIdOf, pointerOf } from '@helm-charts/types';
import { type CheckInput, type Context, contextOf } from './context.ts';
import type { Problem, Rule, RuleSet, Scope } from './rule.ts';

/**
 * Runs the rules of the scopes `object` and `release` on the manifests that one scenario of a chart renders.
 */
export const checkChart = (input: CheckInput, ruleSets: readonly RuleSet[]): readonly Finding[] =>
  check({ kind: 'chart', ...input }, ruleSets, ['object', 'release']);

/** Runs all rules on a profile. */
export const checkProfile = (input: CheckInput, ruleSets: readonly RuleSet[]): readonly Finding[] =>
  check(input, ruleSets, ['object', 'release', 'cluster', 'profile']);

/** Rule sets without their advice, for the trees and charts of others. */
export const withoutAdvice = (ruleSets: readonly RuleSet[]): readonly RuleSet[] =>
  ruleSets.map((one) => ({ ...one, rules: one.rules.filter(({ isAdvice }) => !isAdvice) }));

/** The findings of one rule. */
export const findingsOf = <Options>(
  rule: Rule<Options>,
  context: Context,
  options: Options,
): readonly Finding[] => rule.check(context, options).map((problem) => findingOf(rule, problem));

const check = (
  input: CheckInput,
  ruleSets: readonly RuleSet[],
  scopes: readonly Scope[],
): readonly Finding[] => {
  const context = contextOf(input);
  return ruleSets.flatMap(({ rules, options }) =>
    rules
      .filter(({ scope }) => scopes.includes(scope))
      .flatMap((rule) => findingsOf(rule, context, options)),
  );
};

const findingOf = (
  { id, set, severity }: Pick<Rule, 'id' | 'set' | 'severity'>,
  { object, path = [], position = object?.position, input, message, fix, ...own }: Problem,
): Finding => ({
  rule: id,
  severity: own.severity ?? severity,
  ...(object && { object: objectIdOf(object.manifest) }),
  ...(path.length > 0 && { pointer: pointerOf(path) }),
  ...(position && { position }),
  ...(input !== undefined && { input }),
  message,
  fix,
  link: `docs/rules/${set}.md#${id}`,
});
