import type { Schema } from './convert.ts';
import type { CustomResourceDefinition } from './definitions.ts';

/**
 * The CEL rules in CustomResourceDefinitions, one on a line, for a person to review: `example.com/v1 Feed spec(rules)` and the
 * expressions.
 */
export const rulesIn = (lines: string): readonly (readonly [string, string])[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const { spec } = JSON.parse(line) as CustomResourceDefinition;
      return spec.versions.flatMap(({ name, schema }) =>
        rulesOf(schema.openAPIV3Schema, '').map(
          ([path, text]) => [`${spec.group}/${name} ${spec.names.kind} ${path}`, text] as const,
        ),
      );
    });

const rulesOf = (schema: Schema, path: string): readonly (readonly [string, string])[] => {
  const rules = schema['x-kubernetes-validations'];
  const { properties, items, additionalProperties } = schema;
  return [
    ...(Array.isArray(rules)
      ? [[`${path}(rules)`, rules.map(({ rule }) => rule).join('; ')] as const]
      : []),
    ...Object.entries(isSchema(properties) ? properties : {}).flatMap(([name, one]) =>
      isSchema(one) ? rulesOf(one, path === '' ? name : `${path}.${name}`) : [],
    ),
    ...(isSchema(items) ? rulesOf(items, `${path}[]`) : []),
    ...(isSchema(additionalProperties) ? rulesOf(additionalProperties, `${path}.*`) : []),
  ];
};

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
