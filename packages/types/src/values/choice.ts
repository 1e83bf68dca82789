import { refuse } from '../refuse.ts';
import {
  type Described,
  hasDefault,
  type JsonSchema,
  type Node,
  node,
  propertiesOf,
  requiredOf,
} from './node.ts';
import { type Members, misread, type ObjectOf, shape } from './object.ts';

/** The shapes of a choice: the members of each, by the name under which it is chosen. */
export type Shapes = Readonly<Record<string, Members>>;

declare const shapes: unique symbol;

/** `type` says which shape holds; the values of every shape stand beside it, under its name. */
export type ChoiceOf<S> = {
  readonly [shapes]?: { readonly [K in keyof S]: ObjectOf<S[K]> };
  readonly type: keyof S & string;
} & { readonly [K in keyof S]: ObjectOf<S[K]> };

/** The values of each shape of a choice. */
export type ShapesOf<C> = C extends { readonly [shapes]?: infer S } ? NonNullable<S> : never;

/** True for the values of a choice. */
export type IsChoice<T> = typeof shapes extends keyof T ? true : false;

/**
 * One of several shapes: `{ type: 'external', external: { host: … } }`.
 *
 * Helm merges maps, so a shape that isn't chosen stays in the values; what it lacks is asked for only when it is chosen.
 * Templates read it with `match`. Throws a TypeError on less than two shapes, and on names that YAML 1.1 misreads or that are `type`.
 */
export const choice = <const S extends Shapes, D extends string = string>(
  description: D,
  of: S,
  options: { readonly default: keyof NoInfer<S> & string },
): Node<ChoiceOf<S>> & Described<D> => {
  const names = Object.keys(of);
  refuse([
    ...misread(names),
    ...(names.includes('type')
      ? ['a shape cannot be called "type", which says which of them holds']
      : []),
    ...(names.length < 2 ? ['a choice has several shapes: for one, take an object'] : []),
  ]);
  const closed = names.map((name) => [name, shape(of[name] ?? {})] as const);
  return node(
    {
      type: 'object',
      properties: {
        type: {
          description: 'Which of the settings below is used.',
          type: 'string',
          enum: names,
          default: options.default,
        },
        ...Object.fromEntries(closed.map(([name, schema]) => [name, relaxed(name, schema)])),
      },
      required: ['type', ...names],
      additionalProperties: false,
      allOf: closed.map(([name, schema]) => ({
        if: { properties: { type: { const: name } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
        then: { properties: { [name]: demands(schema) } },
      })),
    },
    description,
  );
};

/** A shape that isn't chosen need not be complete: only members that have a default of their own are certain. */
const relaxed = (name: string, schema: JsonSchema): JsonSchema => ({
  description: `Used where type is ${name}.`,
  ...loosened(schema),
});

const loosened = (schema: JsonSchema): JsonSchema => {
  const properties = propertiesOf(schema);
  if (properties === undefined) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, member]) => [key, loosened(member)]),
    ),
    required: requiredOf(schema).filter((key) => hasDefault(properties[key] ?? {})),
  };
};

/** What a chosen shape must have, and nothing else: its types are checked whether it is chosen or not. */
const demands = (schema: JsonSchema): JsonSchema => {
  const nested = Object.entries(propertiesOf(schema) ?? {}).filter(
    ([, member]) => propertiesOf(member) !== undefined,
  );
  return {
    required: requiredOf(schema),
    ...(nested.length > 0 && {
      properties: Object.fromEntries(nested.map(([key, member]) => [key, demands(member)])),
    }),
  };
};
