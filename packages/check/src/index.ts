export type { ChartFiles } from './chart-files.ts';
export { checkChart, checkProfile, withoutAdvice } from './check.ts';
export { type Checks, defaultChecks } from './checks.ts';
export {
  type AirGapInput,
  type CheckInput,
  type Context,
  chartSource,
  type PreviousInput,
} from './context.ts';
export { enumerate } from './enumerate.ts';
export { type Example, inputOf } from './example.ts';
export type { Gaps } from './known/gaps.ts';
export type { Known, Surroundings } from './known/presence.ts';
export { ruleExamples, rulePage } from './page.ts';
export { type Problem, problem, type Rule, type RuleSet, ruleSet, type Scope } from './rule.ts';
export { appliance } from './rules/appliance/index.ts';
export { flux } from './rules/flux/index.ts';
export { immutableChanges } from './rules/kubernetes/immutable-field.ts';
export { kubernetes } from './rules/kubernetes/index.ts';
export { singleNode } from './rules/single-node/index.ts';
export { tryRule } from './try.ts';
export { type Waiver, waive } from './waiver.ts';
