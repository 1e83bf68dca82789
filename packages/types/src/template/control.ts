import type { ShapesOf } from '../values/choice.ts';
import type { JsonSchema } from '../values/node.ts';
import { type Condition, condition, equals, isSet, type Test } from './condition.ts';
import { controlConversions } from './conversion.ts';
import type { Expression, Variable } from './expression.ts';
import { withOrigin } from './origin.ts';
import { type ChoiceRef, declared, member, type Ref, type Refs, tree } from './ref.ts';

declare const item: unique symbol;

/** Something that stands in a manifest only where a condition holds. */
export interface When<out T> {
  readonly kind: 'when';
  readonly condition: Condition;
  readonly body: T;
}

/** One of two things, as a condition decides. */
export interface Either<out T> {
  readonly kind: 'either';
  readonly condition: Condition;
  readonly body: T;
  readonly otherwise: T;
}

/** Something for each item of a list or each member of a map. */
export interface Each<out T> {
  readonly kind: 'each';
  readonly over: Expression;
  /** A list's item has no key. */
  readonly variables: { readonly item: Variable; readonly key?: Variable };
  readonly body: T;
}

/** All items of a list value, in the place of one item. */
export interface Spread<out T> {
  readonly kind: 'spread';
  readonly of: Expression;
  readonly [item]?: T;
}

/**
 * What may stand in a condition: what its place takes, T, so that a misspelt field does not compile; in a constant, where no place says what it takes,
 * anything.
 */
type Body<T, B> = [Ref<unknown>] extends [T] ? B : NoInfer<T>;

/** What a condition makes: of the type of its place, or else of what stands in it. */
type Made<T, B> = [Ref<unknown>] extends [T] ? B : T;

/**
 * Writes something only where a test is true; with a third argument, that is written otherwise.
 *
 * @example
 * replicas: when(not(v.scaling.enabled), v.replicas),
 * args: [when(v.debug, '--debug')],
 * level: when(v.debug, 'debug', 'info'),
 */
export function when<const B, T>(test: Test, body: Body<T, B>): When<Made<T, B>>;
export function when<const B, const C, T>(
  test: Test,
  body: Body<T, B>,
  otherwise: Body<T, C>,
): Either<Made<T, B | C>>;
export function when<T, U>(test: Test, body: T, otherwise?: U): When<T> | Either<T | U> {
  const holds = condition(test);
  return otherwise === undefined
    ? made<When<T>>({ kind: 'when', condition: holds, body })
    : made<Either<T | U>>({ kind: 'either', condition: holds, body, otherwise });
}

const made = <T extends object>(control: T): T =>
  withOrigin(Object.defineProperties(control, controlConversions));

/** An optional value where it is known to be set. */
type Given<T> = Refs<Exclude<T, undefined>>;

/**
 * Writes something only where an optional value is set: the value itself, or what the callback makes of it. Inside the callback the value is not
 * optional. With a third argument, that is written otherwise.
 *
 * @example
 * ingressClassName: ifSet(v.ingress.className),
 * args: [ifSet(v.url, (url) => text`--url=${url}`)],
 */
export function ifSet<T>(ref: Ref<T>): When<Given<T>>;
export function ifSet<T, const R>(ref: Ref<T>, use: (given: Given<T>) => R): When<R>;
export function ifSet<T, const R, const U>(
  ref: Ref<T>,
  use: (given: Given<T>) => R,
  otherwise: U,
): Either<R | U>;
export function ifSet<T>(
  ref: Ref<T>,
  use: (given: Given<T>) => unknown = (certain) => certain,
  otherwise?: unknown,
): unknown {
  // Guarding changes what is known of the value, not the value.
  const body = use(ref as unknown as Given<T>);
  return otherwise === undefined ? when(isSet(ref), body) : when(isSet(ref), body, otherwise);
}

/**
 * An optional value, or something else where it is not set.
 *
 * @example
 * host: orDefault(v.database.host, 'db'),
 */
export const orDefault = <T, const U>(ref: Ref<T>, otherwise: U): Either<Given<T> | U> =>
  ifSet(ref, (own) => own, otherwise);

/**
 * Writes something only where a choice has this shape. Inside the callback the values of the shape are set.
 *
 * @example
 * volumes: [whenCase(v.storage, 'local', ({ size }) => emptyDir('files', size))],
 */
export const whenCase = <C, const K extends keyof ShapesOf<C> & string, const R>(
  choice: ChoiceRef<C>,
  shape: K,
  use: (shape: Refs<ShapesOf<C>[K]>) => R,
): When<R> => when(equals<string>(choice.type, shape), use(member(choice, shape)));

/** What a match makes of each shape of a choice. */
export type Cases<C, R> = {
  readonly [K in keyof ShapesOf<C>]: (shape: Refs<ShapesOf<C>[K]>) => R;
};

/** What the cases of a match make. */
type CaseOf<F> = {
  readonly [K in keyof F]: F[K] extends (shape: never) => infer R ? R : never;
}[keyof F];

/**
 * One thing for each shape of a choice.
 *
 * @example
 * host: match(v.database, { inChart: () => 'db', external: ({ host }) => host }),
 *
 * R is what the place of the match takes, so that a literal in a case keeps its type; F is what the cases make.
 */
export const match = <C, R, F extends Cases<C, R>>(
  choice: ChoiceRef<C>,
  cases: F & Cases<C, R>,
): Either<R & CaseOf<F>> => {
  const uses = Object.entries<(shape: never) => R & CaseOf<F>>(cases as never).map(
    // Each case takes the shape of its own name.
    ([name, use]) => [name, use(member(choice, name) as never)] as const,
  );
  const [last, second, ...others] = uses.toReversed();
  if (last === undefined || second === undefined)
    throw new TypeError('a match has a case for each of several shapes');
  const either = (otherwise: R & CaseOf<F>, [name, body]: typeof second): Either<R & CaseOf<F>> =>
    made({ kind: 'either', condition: equals<string>(choice.type, name), body, otherwise });
  // What stands in a branch may itself be one thing or the other.
  return others.reduce((all, next) => either(all as never, next), either(last[1], second));
};

/**
 * Something for each item of a list, or for each member of a map.
 *
 * @example
 * rules: [each(v.hosts, (host) => ({ host }))],
 * env: [each(v.extraEnv, (value, name) => ({ name, value }))],
 */
export function each<T, const R>(over: Ref<readonly T[]>, body: (item: Refs<T>) => R): Each<R>;
export function each<T, const R>(
  over: Ref<Readonly<Record<string, T>>>,
  body: (member: Refs<T>, key: Ref<string>) => R,
): Each<R>;
export function each(
  over: Ref<unknown>,
  body: (item: never, key: never) => unknown,
): Each<unknown> {
  const of = declared(over, 'a loop');
  const schema = 'schema' in of ? of.schema : {};
  const reference = (variable: Variable, schema: JsonSchema) =>
    // The overloads say what the body takes; here it is only handed on.
    tree({ kind: 'variable', variable, path: [], schema }) as never;
  const key: Variable = { name: 'key', over: of };
  const index = reference(key, { type: 'string', ...(schema.propertyNames ?? {}) });
  if (schema.type === 'array') {
    const item: Variable = { name: 'item', over: of };
    const inner = body(reference(item, schema.items as JsonSchema), index);
    return made({ kind: 'each', over: of, variables: { item }, body: inner });
  }
  const value: Variable = { name: 'value', over: of };
  const inner = body(reference(value, memberSchema(schema)), index);
  return made({ kind: 'each', over: of, variables: { item: value, key }, body: inner });
}

/**
 * All items of a list value, beside the items that the chart writes.
 *
 * @example
 * env: [{ name: 'MODE', value: 'fast' }, spread(v.extraEnv)],
 */
export const spread = <T>(of: Ref<readonly T[]>): Spread<T> => ({
  kind: 'spread',
  of: declared(of, 'a list'),
});

/** The members of a map may be null; what is read of them is the other alternative. */
const memberSchema = (schema: JsonSchema): JsonSchema => {
  const member = schema.additionalProperties as
    | { readonly anyOf?: readonly JsonSchema[] }
    | undefined;
  return member?.anyOf?.[0] ?? {};
};
