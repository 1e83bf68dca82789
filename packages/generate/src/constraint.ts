import type { Condition, Expression, JsonSchema } from '@helm-charts/types';

/** A condition as a JSON Schema of the whole values; undefined if JSON Schema can't express it. */
export const constraint = (condition: Condition): JsonSchema | undefined => {
  switch (condition.kind) {
    case 'true':
      return at(condition.of, { const: true });
    case 'set':
      return at(condition.of, given(condition.of));
    case 'equal':
      return typeof condition.right === 'object'
        ? undefined
        : at(condition.left, { const: condition.right });
    case 'less':
      return typeof condition.right === 'number'
        ? at(condition.left, { exclusiveMaximum: condition.right })
        : undefined;
    case 'filled':
    case 'api':
    case 'kubernetes':
      return undefined;
    case 'not': {
      const of = constraint(condition.of);
      return of && { not: of };
    }
    case 'and':
      return all('allOf', condition.of);
    case 'or':
      return all('anyOf', condition.of);
  }
};

const all = (
  keyword: 'allOf' | 'anyOf',
  conditions: readonly Condition[],
): JsonSchema | undefined => {
  const schemas = conditions.map(constraint);
  const known = schemas.filter((schema) => schema !== undefined);
  return known.length === schemas.length ? { [keyword]: known } : undefined;
};

/** A schema of one value as a schema of the whole values. */
const at = (of: Expression, schema: JsonSchema): JsonSchema | undefined =>
  of.kind === 'value'
    ? of.path.reduceRight<JsonSchema>(
        (inner, key) => ({ properties: { [key]: inner }, required: [key] }),
        schema,
      )
    : undefined;

/** The values that are true in an `if`: a non-empty text, list or map, or any number or boolean. */
const given = (of: Expression): JsonSchema => {
  const type = 'schema' in of ? of.schema.type : undefined;
  if (type === 'string') return { minLength: 1 };
  if (type === 'array') return { minItems: 1 };
  return type === 'object' ? { minProperties: 1 } : {};
};
