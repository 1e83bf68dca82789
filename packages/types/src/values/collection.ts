import {
  type Described,
  type JsonSchema,
  type Node,
  node,
  type OptionalNode,
  type Options,
  propertiesOf,
} from './node.ts';

export interface ListOptions<T> extends Options<readonly T[]> {
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface MapOptions<T> extends Options<Readonly<Record<string, T>>> {
  /** What a key may be: an RE2 pattern. */
  readonly keys?: string;
}

/**
 * Any number of values of one shape; empty unless a default says otherwise.
 * Helm replaces lists, it never merges them: nothing in an item has a default.
 */
export const list = <T, D extends string = string>(
  description: D,
  item: Node<T>,
  options: ListOptions<T> = {},
): Node<readonly T[]> & Described<D> =>
  node({ type: 'array', items: withoutDefaults(item.schema), default: [] }, description, {
    ...options,
  });

/**
 * Values of one shape under keys that the user chooses; empty unless a default says otherwise.
 * A member may be null: that is how a user takes one of the defaults away, and some versions of Helm keep the null.
 */
export const map = <T, D extends string = string>(
  description: D,
  member: Node<T>,
  { keys, ...options }: MapOptions<T> = {},
): Node<Readonly<Record<string, T>>> & Described<D> =>
  node(
    {
      type: 'object',
      ...(keys !== undefined && { propertyNames: { pattern: keys } }),
      additionalProperties: { anyOf: [withoutDefaults(member.schema), { type: 'null' }] },
      default: {},
    },
    description,
    { ...options },
  );

/**
 * A value that may be absent: templates must guard it with `ifSet`. It has no default, and neither has anything in it:
 * Helm would have nothing to lay the user's value over.
 *
 * @throws TypeError where a text, number or boolean has a default.
 */
export const optional = <T, D extends string = string>(
  of: Node<T> & Described<D>,
): OptionalNode<T> & Described<D> => {
  const { default: value, type, description } = of.schema;
  // Every list and map is empty by default.
  if (value !== undefined && type !== 'array' && type !== 'object') {
    throw new TypeError(
      `the optional value "${description}" has the default ${JSON.stringify(value)}, which Helm would never use: leave out one of the two`,
    );
  }
  return { schema: withoutDefaults(of.schema), optional: true };
};

const withoutDefaults = ({ default: _, ...schema }: JsonSchema): JsonSchema => {
  const members = Object.entries(propertiesOf(schema) ?? {});
  return members.length === 0
    ? schema
    : {
        ...schema,
        properties: Object.fromEntries(
          members.map(([key, member]) => [key, withoutDefaults(member)]),
        ),
      };
};
