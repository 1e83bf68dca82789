import { type Node, node, type OptionalNode, type Options } from './node.ts';

export interface ListOptions<T> extends Options<readonly T[]> {
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Any number of values of one shape; empty unless a default says otherwise. Helm replaces lists, it never merges them. */
export const list = <T>(
  description: string,
  item: Node<T>,
  options: ListOptions<T> = {},
): Node<readonly T[]> =>
  node({ type: 'array', items: item.schema, default: [] }, description, { ...options });

/**
 * Values of one shape under keys that the user chooses; empty unless a default says otherwise.
 * A member may be null: that is how a user takes one of the defaults away, and some versions of Helm keep the null.
 */
export const map = <T>(
  description: string,
  member: Node<T>,
  options: Options<Readonly<Record<string, T>>> = {},
): Node<Readonly<Record<string, T>>> =>
  node(
    {
      type: 'object',
      additionalProperties: { anyOf: [member.schema, { type: 'null' }] },
      default: {},
    },
    description,
    { ...options },
  );

/** A value that may be absent: templates must guard it with `given`. It has no default. */
export const optional = <T>(of: Node<T>): OptionalNode<T> => {
  const { default: _, ...schema } = of.schema;
  return { schema, optional: true };
};
