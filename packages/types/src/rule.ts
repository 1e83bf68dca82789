import { type Condition, condition, type Test } from './template/condition.ts';

/** Something that must hold between several values, with the sentence that a user reads when it doesn't. */
export interface Rule {
  readonly sentence: string;
  readonly holds: Condition;
}

/**
 * A rule over several values, said once: it lands in values.schema.json as far as JSON Schema can say it
 * (it can't compare two values), and in a template that fails with the sentence where the schema is not asked.
 */
export const rule = (sentence: string, holds: Test): Rule => ({
  sentence,
  holds: condition(holds),
});
