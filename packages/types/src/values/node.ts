/** A draft-07 JSON Schema. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

declare const type: unique symbol;

/**
 * One place in a chart's values: its draft-07 JSON Schema, and the type of what stands there.
 *
 * The schema is the *merged* one, what Helm validates after it laid the user's values over the chart's defaults.
 */
export interface Node<out T> {
  readonly [type]?: T;
  readonly schema: JsonSchema;
}

declare const text: unique symbol;

/** A node whose description the compiler knows, so that an editor shows it beside the value. */
export interface Described<out D extends string> {
  readonly [text]?: D;
}

/** The description of a node; never where the compiler does not know it. */
export type DescriptionOf<N> =
  N extends Described<infer D> ? (string extends D ? never : D) : never;

/** A node whose key may be absent even after merging. */
export interface OptionalNode<out T> extends Node<T> {
  readonly optional: true;
}

/** The type of the values that a node admits. */
export type ValueOf<N> = N extends Node<infer T> ? T : never;

/** What every node may say besides its description. Without a default the user must give the value. */
export interface Options<T> {
  readonly default?: T;
  /** What to use instead; shown by editors, in values.yaml and in the README. */
  readonly deprecated?: string;
  /**
   * The path, from the root of the values, under which an earlier version of the chart had this value:
   * `pool.size`. Values of that name are still read, with a warning.
   */
  readonly renamedFrom?: string;
  /** A change of this value needs a new installation; shown in values.yaml and in the README. */
  readonly immutable?: boolean;
  /** Who reads the value where no template does, for instance Flux. */
  readonly readBy?: string;
}

/** Makes a node of draft-07 keywords; `undefined` keywords are left out. */
export const node = <T>(
  keywords: JsonSchema,
  description: string,
  { deprecated, renamedFrom, immutable, readBy, ...options }: Options<T> & JsonSchema = {},
): Node<T> => ({
  schema: {
    description,
    ...keywords,
    ...options,
    ...(deprecated !== undefined && { deprecated: true, 'x-deprecated': deprecated }),
    ...(renamedFrom !== undefined && { 'x-renamed-from': renamedFrom }),
    ...(immutable && { 'x-immutable': true }),
    ...(readBy !== undefined && { 'x-read-by': readBy }),
  },
});

/** The members of an object's schema; undefined where the schema is not an object's. */
export const propertiesOf = (
  schema: JsonSchema,
): Readonly<Record<string, JsonSchema>> | undefined =>
  schema.properties as Readonly<Record<string, JsonSchema>> | undefined;

/** The keys that an object's schema demands. */
export const requiredOf = (schema: JsonSchema): readonly string[] =>
  (schema.required ?? []) as readonly string[];

/** Whether values.yaml has something under the schema's key. */
export const hasDefault = (schema: JsonSchema): boolean =>
  'default' in schema || 'properties' in schema;
