import { type Condition, condition, type Test } from './template/condition.ts';

/** Something that must hold between several values, with the sentence that a user reads when it doesn't. */
export interface Rule {
  readonly sentence: string;
  readonly holds: Condition;
}

/**
 * A rule over several values. A template fails with the sentences of all rules that do not hold. `helm-charts` also checks files of values
 * against it, as far as JSON Schema can express it: it can't compare two values.
 *
 * @example
 * rule('verify-full needs an authority: set tls.authority.', implies(equals(v.tls.mode, 'verify-full'), isSet(v.tls.authority)))
 */
export const rule = (sentence: string, holds: Test): Rule => ({
  sentence,
  holds: condition(holds),
});
