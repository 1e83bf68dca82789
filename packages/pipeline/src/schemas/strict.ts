import { isObject } from '@helm-charts/kubernetes';
import type { JsonSchema } from '@helm-charts/types';

/**
 * Converts the schema of a CustomResourceDefinition to a draft-07 schema that rejects what the API server drops or
 * rejects, including unknown fields unless the definition preserves them. It omits what only a server can check: CEL
 * rules, formats, and patterns that JavaScript does not support.
 */
export const strict = (source: JsonSchema): JsonSchema => {
  const open = source['x-kubernetes-preserve-unknown-fields'] === true;
  // Its anyOf repeats the same types.
  const isIntOrString = source['x-kubernetes-int-or-string'] === true;
  const type = isIntOrString ? ['integer', 'string'] : source.type;
  return {
    ...pick(source, kept),
    // Null is an additional value of the enum.
    ...(source.nullable === true && Array.isArray(source.enum) && { enum: [...source.enum, null] }),
    ...(type !== undefined && { type: source.nullable === true ? [type, 'null'].flat() : type }),
    ...(isPattern(source.pattern) && { pattern: source.pattern }),
    ...(source['x-kubernetes-list-type'] === 'set' && { uniqueItems: true }),
    ...objectOf(source, open),
    ...(isObject(source.items) && { items: strict(source.items) }),
    ...Object.fromEntries(
      combined.flatMap((key) =>
        Array.isArray(source[key]) && !(isIntOrString && key === 'anyOf')
          ? [[key, source[key].filter(isObject).map(conditionOf)]]
          : [],
      ),
    ),
    ...(isObject(source.not) && { not: conditionOf(source.not) }),
  };
};

/** Keywords with the same meaning in both dialects. */
const kept = [
  'enum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
];

const combined = ['allOf', 'anyOf', 'oneOf'];

/** A schema in anyOf, oneOf, allOf or not only adds conditions; the parent schema defines the fields. */
const conditionOf = (source: JsonSchema): JsonSchema => ({
  ...pick(source, [...kept, 'required', 'type']),
  ...(isPattern(source.pattern) && { pattern: source.pattern }),
  ...(isObject(source.properties) && {
    properties: mapValues(source.properties, conditionOf),
  }),
  ...(isObject(source.items) && { items: conditionOf(source.items) }),
});

const objectOf = (source: JsonSchema, open: boolean): JsonSchema => {
  const { properties, additionalProperties, type } = source;
  const members = isObject(properties) ? mapValues(properties, strict) : undefined;
  const required = requiredFields(source);
  return {
    ...(members && { properties: members }),
    ...(required.length > 0 && { required }),
    ...(isObject(additionalProperties)
      ? { additionalProperties: strict(additionalProperties) }
      : (members !== undefined || type === 'object') &&
        !open &&
        additionalProperties !== true &&
        source['x-kubernetes-embedded-resource'] !== true && { additionalProperties: false }),
  };
};

/**
 * The fields that a manifest must set: the API server sets defaults before it validates required fields (structural
 * defaulting).
 */
export const requiredFields = ({ required, properties }: JsonSchema): readonly string[] =>
  (Array.isArray(required) ? required : []).filter((key): key is string => {
    const member = isObject(properties) && typeof key === 'string' ? properties[key] : undefined;
    return typeof key === 'string' && !(isObject(member) && 'default' in member);
  });

const isPattern = (pattern: unknown): pattern is string => {
  try {
    return typeof pattern === 'string' && new RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
};

const pick = (source: JsonSchema, keys: readonly string[]): JsonSchema =>
  Object.fromEntries(keys.filter((key) => key in source).map((key) => [key, source[key]]));

const mapValues = (
  record: JsonSchema,
  change: (schema: JsonSchema) => JsonSchema,
): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(record).map(([key, of]) => [key, isObject(of) ? change(of) : {}]),
  );
