import type { Expression, Operand } from './expression.ts';
import { declared, expressionOf, type Ref } from './ref.ts';

/** Something that is true or false when Helm renders. */
export type Condition =
  | { readonly kind: 'true'; readonly of: Expression }
  | { readonly kind: 'set'; readonly of: Expression }
  /** Whether a map has a member that isn't null, besides those that are excepted. */
  | { readonly kind: 'filled'; readonly of: Expression; readonly except: readonly string[] }
  | { readonly kind: 'equal' | 'less'; readonly left: Expression; readonly right: Operand }
  /** Whether the cluster serves an API: `apps/v1` or `apps/v1/Deployment`. */
  | { readonly kind: 'api'; readonly api: string }
  /** Whether the version of the cluster is in a range of SemVer (Masterminds/semver). */
  | { readonly kind: 'kubernetes'; readonly range: string }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] };

/** What `when` and the rules take: a boolean value or a condition. */
export type Test = Ref<boolean> | Condition;

/** Whether an optional value is given; for texts, lists and maps also whether there is something in it. */
export const isSet = (ref: Ref<unknown>): Condition => ({ kind: 'set', of: required(ref) });

/** Whether a value equals a literal or another value of the same type. */
export const equals = <T extends string | number | boolean>(
  left: Ref<T>,
  right: NoInfer<T> | Ref<T>,
): Condition => ({ kind: 'equal', left: required(left), right: operand(right) });

/** Whether a number is smaller than a literal or another number. */
export const lessThan = (left: Ref<number>, right: number | Ref<number>): Condition => ({
  kind: 'less',
  left: required(left),
  right: operand(right),
});

export const not = (test: Test): Condition => ({ kind: 'not', of: condition(test) });

export const and = (...tests: readonly Test[]): Condition => ({
  kind: 'and',
  of: tests.map(condition),
});

export const or = (...tests: readonly Test[]): Condition => ({
  kind: 'or',
  of: tests.map(condition),
});

/** `a` without `b` is forbidden. */
export const implies = (a: Test, b: Test): Condition => or(not(a), b);

/** A test as a condition. */
export const condition = (test: Test): Condition => {
  const of = expressionOf(test);
  return of === undefined ? (test as Condition) : { kind: 'true', of };
};

const required = (ref: Ref<unknown>): Expression => declared(ref, 'a condition');

const operand = (value: string | number | boolean | Ref<unknown>): Operand =>
  typeof value === 'object' ? required(value) : value;
