import { isObject, standIn, valueAt } from '@helm-charts/kubernetes';
import type { Json, JsonObject, JsonSchema } from '@helm-charts/types';

/** What a chart says of its values. */
interface Expected {
  readonly defaults: unknown;
  /** Its values.schema.json. */
  readonly schema: JsonSchema;
}

/**
 * Values in which something of the right type replaces a text that stands for an unknown value: the default of the
 * chart, else what its schema allows. A port that only the cluster knows is still a number. The chart is read only if
 * there is such a text.
 */
export const withKnownTypes = (values: JsonObject, expectedOf: () => Expected): JsonObject =>
  JSON.stringify(values).includes(standIn) ? replaced(values, expectedOf()) : values;

const replaced = (values: JsonObject, expected: Expected): JsonObject =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      known(value as Json, {
        defaults: valueAt(expected.defaults, key),
        schema: propertyOf(expected.schema, key),
      }),
    ]),
  );

const known = (value: Json, expected: Expected): Json => {
  if (isObject(value)) return replaced(value, expected) as Json;
  if (Array.isArray(value)) {
    const { items } = expected.schema;
    const schema = isObject(items) ? items : {};
    return value.map((item) => known(item, { defaults: undefined, schema }));
  }
  if (value !== standIn) return value;
  const { defaults, schema } = expected;
  return defaults !== undefined && defaults !== null ? (defaults as Json) : allowedBy(schema);
};

const propertyOf = ({ properties, additionalProperties }: JsonSchema, key: string): JsonSchema => {
  const property = valueAt(properties, key) ?? additionalProperties;
  return isObject(property) ? property : {};
};

/** A value of the type that a schema names, without its other conditions. */
const allowedBy = ({ type, enum: values, const: only, minimum }: JsonSchema): Json => {
  if (only !== undefined) return only as Json;
  const [first] = Array.isArray(values) ? values : [];
  if (first !== undefined) return first as Json;
  const types = [type].flat();
  if (types.includes('string') || type === undefined) return standIn;
  if (types.includes('integer') || types.includes('number')) {
    return typeof minimum === 'number' ? minimum : 1;
  }
  return types.includes('boolean') ? false : standIn;
};
