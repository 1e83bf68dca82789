import { type Finding, type JsonSchema, propertiesOf } from '@helm-charts/types';
import type { Definitions } from '../schema.ts';
import { describeSchema, misfit } from './fit.ts';
import { below, type Locate, type Place, problemAt } from './place.ts';
import { resolved } from './schema.ts';

/** Reports what a value may contain that its field does not allow: in its items, its members and its enum. */
export const deepMisfit = (
  value: JsonSchema,
  field: JsonSchema,
  place: Place,
  definitions: Definitions,
  locate: Locate,
): readonly Finding[] => {
  const inner = (of: JsonSchema, into: unknown, key: string): readonly Finding[] => {
    if (typeof into !== 'object' || into === null) return [];
    const schema = resolved(into as JsonSchema, definitions);
    const at = below(place, key, undefined);
    const wrong = misfit(describeSchema(of), schema, at, locate);
    return wrong.length > 0 ? wrong : deepMisfit(of, schema, at, definitions, locate);
  };
  const {
    items,
    additionalProperties,
    enum: texts,
  } = value as {
    readonly items?: JsonSchema;
    readonly additionalProperties?: { readonly anyOf?: readonly JsonSchema[] };
    readonly enum?: readonly string[];
  };
  const member = additionalProperties?.anyOf?.[0];
  const fields = propertiesOf(field);
  return [
    ...foreign(texts, field, place, locate),
    ...(items === undefined ? [] : inner(items, field.items, '*')),
    ...(member === undefined ? [] : inner(member, field.additionalProperties, '*')),
    ...Object.entries(propertiesOf(value) ?? {}).flatMap(([key, one]) =>
      fields === undefined ? [] : inner(one, fields[key], key),
    ),
  ];
};

const foreign = (
  texts: readonly string[] | undefined,
  { enum: admitted }: JsonSchema,
  place: Place,
  locate: Locate,
): readonly Finding[] => {
  const wrong = Array.isArray(admitted) ? texts?.filter((text) => !admitted.includes(text)) : [];
  if (wrong === undefined || wrong.length === 0) return [];
  return [
    problemAt(place, locate, {
      rule: 'field-value',
      message: `the value may be ${wrong.join(', ')}, which this field does not admit, so the API server refuses the object`,
      fix: 'remove it from the value, or map it with match or when',
    }),
  ];
};
