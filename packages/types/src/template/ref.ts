import type { IsChoice, ShapesOf } from '../values/choice.ts';
import type { IsOpaque } from '../values/fragment.ts';
import {
  type Described,
  type DescriptionOf,
  type JsonSchema,
  type Node,
  propertiesOf,
} from '../values/node.ts';
import type { MembersOf } from '../values/object.ts';
import { conversions } from './conversion.ts';
import type { Expression } from './expression.ts';

declare const type: unique symbol;
const expression = Symbol('expression');

/** A place in a manifest that Helm fills with a T. Covariant: a `Ref<'a'>` fits where a `Ref<string>` is wanted. */
export interface Ref<out T> {
  readonly [type]: T;
  /**
   * Nobody calls it, and it does not exist. With it the compiler refuses a reference as a condition, which would always be true (TS2801): write
   * `when(v.debug, 'yes', 'no')` in place of `v.debug ? 'yes' : 'no'`.
   */
  readonly then: (fulfilled: (value: never) => never) => never;
}

type Scalar = string | number | boolean | null;

/** The references that mirror the shape of values. What may be absent has no members until `ifSet` guarded it. */
export type Refs<T, D extends string = never> = [D] extends [never]
  ? RefsOf<T>
  : Described<D> & RefsOf<T>;

type RefsOf<T> = undefined extends T
  ? Ref<T>
  : [T] extends [Scalar | readonly unknown[]]
    ? Ref<T>
    : IsChoice<T> extends true
      ? ChoiceRef<T>
      : IsOpaque<T> extends true
        ? Ref<T>
        : string extends keyof T
          ? [KnownKeys<T>] extends [never]
            ? Ref<T>
            : Ref<T> & { readonly [K in KnownKeys<T>]-?: Refs<Member<T, K>, DescriptionIn<T, K>> }
          : Ref<T> & {
              readonly [K in keyof T as K extends symbol ? never : K]-?: Refs<
                Member<T, K>,
                DescriptionIn<T, K>
              >;
            };

/** The keys of an object that admits further ones; a map has none. */
type KnownKeys<T> = keyof {
  [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K];
};

type DescriptionIn<T, K> = K extends keyof MembersOf<T> ? DescriptionOf<MembersOf<T>[K]> : never;

/** `-?` takes undefined away from what may be absent; this puts it back. */
type Member<T, K extends keyof T> =
  Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K];

/** A choice shows which shape holds; the shapes themselves are read with `match`. */
export interface ChoiceRef<out T> extends Ref<T> {
  readonly type: Ref<keyof ShapesOf<T> & string>;
}

/** The reference that stands for an expression. */
export const refTo = <T>(of: Expression): Ref<T> =>
  // The type is all there is to a reference besides its expression.
  sealed(of, {}) as unknown as Ref<T>;

/** A frozen object of an expression and the references to its members. */
const sealed = (of: Expression, members: Readonly<Record<string, unknown>>): object => {
  const conversion = conversions(of);
  const reference = { [expression]: of, ...members };
  for (const key of Reflect.ownKeys(conversion)) {
    // A value may have the name of one of them.
    if (!Object.hasOwn(members, key))
      Object.defineProperty(reference, key, { value: conversion[key]?.value });
  }
  return Object.freeze(reference);
};

/** What a reference stands for; undefined if the value is not a reference. */
export const expressionOf = (value: unknown): Expression | undefined =>
  typeof value === 'object' && value !== null
    ? (value as { readonly [expression]?: Expression })[expression]
    : undefined;

/** What a reference stands for. Throws a TypeError if it is undefined, which JavaScript gives for a member that the chart's values do not have. */
export const declared = (reference: unknown, reader: string): Expression => {
  const of = expressionOf(reference);
  if (of !== undefined) return of;
  throw new TypeError(`${reader} reads a value that the chart does not declare`);
};

/** The references to all values of a chart: a plain tree, since the schema is known. */
export const refs = <T>(values: Node<T>): Refs<T> =>
  tree({ kind: 'value', path: [], schema: values.schema, root: values.schema });

/** The reference to a value or variable, with the references to its members. */
export const tree = <T>(of: Extract<Expression, { readonly path: readonly string[] }>): Refs<T> => {
  const members = Object.entries(propertiesOf(of.schema) ?? {}).map(
    ([key, schema]) => [key, tree({ ...of, path: [...of.path, key], schema })] as const,
  );
  // The tree is made of the schema from which T was inferred.
  return sealed(of, Object.fromEntries(members)) as unknown as Refs<T>;
};

/** The reference to a member of a value or variable. */
export const member = <T>(of: unknown, key: string): Refs<T> => {
  const parent = expressionOf(of);
  if (parent === undefined || !('schema' in parent))
    throw new TypeError(`no value has a member "${key}"`);
  const schema: JsonSchema = propertiesOf(parent.schema)?.[key] ?? {};
  return tree({ ...parent, path: [...parent.path, key], schema });
};
