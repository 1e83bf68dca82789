import { type JsonSchema, propertiesOf, requiredOf } from '@helm-charts/types';

/**
 * The schema without the requirements of subcharts: Helm validates their values against their own schemas, and only if they are enabled.
 */
export const withoutSubcharts = (schema: JsonSchema): JsonSchema => {
  const subcharts = keysOf(schema);
  if (subcharts.length === 0) return schema;
  return {
    ...mapped(schema, ({ description, properties = {} }) => ({
      description,
      type: ['object', 'null'],
      properties: booleansOf(properties as Properties),
    })),
    required: requiredOf(schema).filter((key) => !subcharts.includes(key)),
  };
};

/** The schema with all values of subcharts, for editors. */
export const withWholeSubcharts = (schema: JsonSchema): JsonSchema =>
  keysOf(schema).length === 0
    ? schema
    : mapped(schema, ({ description, properties, 'x-subchart': of }) => {
        const whole = of as JsonSchema;
        const { enabled } = properties as Properties;
        return {
          ...plain(whole),
          description,
          properties: {
            ...propertiesOf(whole),
            ...merged(propertiesOf(whole) ?? {}, properties as Properties),
            ...(enabled && { enabled }),
            // Helm writes it into the values of every subchart (helm pkg/chart/common/util/coalesce.go).
            global: {
              description: 'Values that all charts of an installation share.',
              type: 'object',
            },
          },
        };
      });

type Properties = Readonly<Record<string, JsonSchema>>;

const keysOf = (schema: JsonSchema): readonly string[] =>
  Object.entries(propertiesOf(schema) ?? {}).flatMap(([key, member]) =>
    'x-subchart' in member ? [key] : [],
  );

const mapped = (schema: JsonSchema, change: (subchart: JsonSchema) => JsonSchema): JsonSchema => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(propertiesOf(schema) ?? {}).map(([key, member]) => [
      key,
      'x-subchart' in member ? change(member) : member,
    ]),
  ),
});

const booleansOf = (properties: Properties): Properties =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([key, { description, type }]) =>
      key === 'enabled' ? [[key, { description, type }]] : [],
    ),
  );

/** The subchart's schema of the values that the parent sets, with the parent's defaults. */
const merged = (whole: Properties, set: Properties): Properties =>
  Object.fromEntries(
    Object.entries(set).map(([key, member]) => {
      const own = whole[key];
      const inner = propertiesOf(member);
      if (own === undefined || inner === undefined) return [key, member];
      return [
        key,
        { ...own, properties: { ...propertiesOf(own), ...merged(propertiesOf(own) ?? {}, inner) } },
      ];
    }),
  );

/** Conditions at the root of a third-party schema may require values, which an overlay need not have. */
const plain = ({
  $schema: _,
  $id: __,
  allOf: ___,
  anyOf: ____,
  oneOf: _____,
  if: ______,
  then: _______,
  else: ________,
  ...schema
}: JsonSchema): JsonSchema => schema;
