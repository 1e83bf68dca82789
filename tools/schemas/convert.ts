/** A JSON Schema, or a schema of OpenAPI, before or after conversion. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** How a source means an object without `properties`, and what it calls a place elsewhere. */
export interface Dialect {
  /** Kubernetes publishes open objects that way; a custom resource's server prunes what isn't listed. */
  readonly bareObject: 'open' | 'closed';
  /** The new address of a `$ref`. */
  readonly refer: (ref: string) => string;
}

/**
 * Turns a schema of OpenAPI into strict draft-07: objects are closed where the API is, prose and defaults are left out.
 *
 * `x-kubernetes-list-map-keys` stays, since it says which items of a list are the same to a server-side apply.
 * Throws an Error on a keyword that it doesn't know, so that nothing is lost in silence.
 */
export const convert = (source: Schema, dialect: Dialect): Schema => {
  if (typeof source.$ref === 'string') return { $ref: dialect.refer(source.$ref) };
  const unknown = Object.keys(source).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new Error(`The converter does not know ${unknown.join(', ')}.`);
  const isIntOrString = source['x-kubernetes-int-or-string'] === true;
  return {
    ...pick(source, kept),
    ...typeOf(source, isIntOrString),
    ...format(source.format),
    ...(source['x-kubernetes-list-type'] === 'set' && { uniqueItems: true }),
    ...objectOf(source, dialect),
    ...(isSchema(source.items) && { items: convert(source.items, dialect) }),
    ...conditionsOf(source, isIntOrString),
  };
};

/** Every schema of a record converted; the record is sorted by key. */
export const convertAll = (record: unknown, dialect: Dialect): Readonly<Record<string, Schema>> =>
  Object.fromEntries(
    Object.entries((record ?? {}) as Readonly<Record<string, Schema>>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, schema]) => [key, convert(schema, dialect)]),
  );

/** Keywords that mean the same in draft-07. */
const kept = [
  'type',
  'enum',
  'minProperties',
  'maxProperties',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'x-kubernetes-list-map-keys',
];

const known = new Set([
  ...kept,
  'additionalProperties',
  'default',
  'description',
  'example',
  'format',
  'items',
  'nullable',
  'properties',
  'required',
  'title',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-unions',
  'x-kubernetes-validations',
]);

/** A number or a text, or null beside the type: two keywords of CustomResourceDefinitions. */
const typeOf = ({ type, enum: values, nullable }: Schema, isIntOrString: boolean): Schema => {
  const named = isIntOrString ? ['integer', 'string'] : type;
  if (nullable !== true) return isIntOrString ? { type: named } : {};
  return {
    ...(named !== undefined && { type: [named, 'null'].flat() }),
    ...(Array.isArray(values) && { enum: [...values, null] }),
  };
};

/** The conditions of a structural schema, which name no new fields (apiextensions-apiserver pkg/apiserver/schema/structural.go). */
const conditionsOf = (source: Schema, isIntOrString: boolean): Schema => ({
  ...Object.fromEntries(
    ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
      const list = source[key];
      // The anyOf of a number or a text repeats these types.
      const isRepeated = isIntOrString && key === 'anyOf';
      return Array.isArray(list) && !isRepeated ? [[key, list.map(conditionOf)]] : [];
    }),
  ),
  ...(isSchema(source.not) && { not: conditionOf(source.not) }),
});

const conditionOf = (source: Schema): Schema => ({
  ...pick(source, [...kept, 'required']),
  ...(isSchema(source.properties) && {
    properties: Object.fromEntries(
      Object.entries(source.properties).map(([key, one]) => [
        key,
        isSchema(one) ? conditionOf(one) : {},
      ]),
    ),
  }),
  ...(isSchema(source.items) && { items: conditionOf(source.items) }),
  ...conditionsOf(source, false),
});

const objectOf = (source: Schema, dialect: Dialect): Schema => {
  const { properties, additionalProperties, type } = source;
  const required = requiredOf(source, dialect);
  if (isSchema(additionalProperties)) {
    return { additionalProperties: convert(additionalProperties, dialect) };
  }
  if (properties === undefined) {
    const open =
      source['x-kubernetes-preserve-unknown-fields'] ||
      source['x-kubernetes-embedded-resource'] ||
      additionalProperties === true ||
      dialect.bareObject === 'open';
    return type === 'object' && !open ? { additionalProperties: false } : {};
  }
  return {
    properties: convertAll(properties, dialect),
    ...(required.length > 0 && { required }),
    ...(!source['x-kubernetes-preserve-unknown-fields'] &&
      !source['x-kubernetes-embedded-resource'] && { additionalProperties: false }),
  };
};

/** In a custom resource, the server sets defaults before it looks for what is missing. */
const requiredOf = ({ required, properties }: Schema, { bareObject }: Dialect): readonly string[] =>
  (Array.isArray(required) ? (required as readonly string[]) : [])
    .filter((name) => {
      const property = (properties as Readonly<Record<string, unknown>> | undefined)?.[name];
      return bareObject === 'open' || !isSchema(property) || !('default' in property);
    })
    .toSorted();

/** Bytes travel as base64 (encoding/json of Go, which skips line ends); other formats that draft-07 lacks say no more than the type. */
const format = (name: unknown): Schema => {
  if (name === 'date-time') return { format: name };
  return name === 'byte' ? { pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$' } : {};
};

const pick = (source: Schema, keys: readonly string[]): Schema =>
  Object.fromEntries(keys.filter((key) => key in source).map((key) => [key, source[key]]));

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
