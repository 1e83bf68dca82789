import { refuse } from '../refuse.ts';
import {
  type Described,
  type JsonSchema,
  type Node,
  node,
  type OptionalNode,
  type ValueOf,
} from './node.ts';

/** The members of an object, by key. */
export type Members = Readonly<Record<string, Node<unknown>>>;

declare const members: unique symbol;

/** The type of an object's values. It maps the members themselves, so that an editor goes from a reference to the value, and shows its JSDoc comment. */
export type ObjectOf<M> = { readonly [members]?: M } & {
  readonly [K in keyof M as M[K] extends OptionalNode<unknown> ? never : K]: ValueOf<M[K]>;
} & {
  readonly [K in keyof M as M[K] extends OptionalNode<unknown> ? K : never]?: ValueOf<M[K]>;
};

/** The nodes of an object's members, by the type of its values; never for other values. */
export type MembersOf<T> = T extends { readonly [members]?: infer M } ? NonNullable<M> : never;

/**
 * Keys that YAML 1.1, which Helm reads, takes for booleans or null (go-yaml resolve.go).
 * A value of that name could not be read by a template.
 */
const booleanOrNull = /^(?:y|n|yes|no|on|off|true|false|null|~)$/i;

/** A fixed set of values. No other key is admitted. Throws a TypeError on a key that YAML 1.1 misreads. */
export const object = <const M extends Members, D extends string = string>(
  description: D,
  members: M,
): Node<ObjectOf<M>> & Described<D> => node(shape(members), description);

/** The draft-07 keywords of a closed object. */
export const shape = (members: Members): JsonSchema => {
  const keys = Object.keys(members);
  refuse(misread(keys));
  return {
    type: 'object',
    properties: Object.fromEntries(keys.map((key) => [key, members[key]?.schema])),
    required: keys.filter((key) => !('optional' in (members[key] ?? {}))),
    additionalProperties: false,
  };
};

/** What is wrong with keys that YAML 1.1 reads as a boolean or null. */
export const misread = (keys: readonly string[]): readonly string[] => {
  const bad = keys.filter((key) => booleanOrNull.test(key));
  return bad.length === 0
    ? []
    : [`YAML 1.1 reads the key "${bad.join('", "')}" as a boolean or null: choose another name`];
};
