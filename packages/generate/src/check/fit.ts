import { closest, type Expression, type Finding, type JsonSchema } from '@helm-charts/types';
import { kindOf } from '../emit/pipeline.ts';
import { type Locate, type Place, problemAt } from './place.ts';
import { typesOf } from './schema.ts';

/** The type of a value, for a schema and for a message. */
export interface Described {
  readonly type: string;
  readonly text: string;
}

/** Describes the result of an expression. */
export const describe = (of: Expression): Described => {
  if (of.kind === 'generated') return { type: 'object', text: 'the data of a Secret' };
  const kind = kindOf(of);
  if (kind !== 'tree') return { type: kind, text: article(kind) };
  return 'schema' in of ? describeSchema(of.schema) : anything;
};

/** Describes a value of the chart. A Kubernetes fragment can have any type. */
export const describeSchema = ({ type }: JsonSchema): Described =>
  typeof type === 'string' ? { type, text: article(type) } : anything;

const anything: Described = { type: 'any', text: 'a value' };

/** Describes a literal. */
export const describeLiteral = (value: unknown): Described => {
  const type =
    typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
  return { type, text: `${article(type)}, ${JSON.stringify(value)}` };
};

const article = (type: string): string => nouns[type] ?? `a ${type}`;

const nouns: Readonly<Record<string, string>> = {
  array: 'a list',
  integer: 'an integer',
  object: 'an object',
  string: 'a text',
};

/** Reports a value with a type that the field does not allow. */
export const misfit = (
  { type, text }: Described,
  schema: JsonSchema,
  place: Place,
  locate: Locate,
): readonly Finding[] => {
  const types = typesOf(schema);
  const fits =
    types.length === 0 ||
    type === 'any' ||
    types.includes(type) ||
    (type === 'integer' && types.includes('number'));
  if (fits) return [];
  const wanted = types.map(article).join(' or ');
  return [
    problemAt(place, locate, {
      rule: 'field-type',
      message: `this field is ${wanted}, and the chart writes ${text}`,
      fix:
        types.includes('string') && type !== 'object' && type !== 'array'
          ? `make it a text: ${asText}`
          : `write ${wanted}`,
    }),
  ];
};

/** The code that turns another value into a text. */
const asText = 'text`$' + '{…}`';

/** Reports a literal text that the enum or pattern of the field does not allow. */
export const unlisted = (
  value: unknown,
  schema: JsonSchema,
  place: Place,
  locate: Locate,
): readonly Finding[] => {
  const { enum: values, pattern } = schema as {
    readonly enum?: readonly string[];
    readonly pattern?: string;
  };
  if (values !== undefined && !values.includes(value as string)) {
    const named = values.filter((one) => one !== '');
    const like = closest(String(value), named);
    return [
      problemAt(place, locate, {
        rule: 'field-value',
        message: `${JSON.stringify(value)} is not one of the values of this field, so the API server refuses the object`,
        fix: like === undefined ? `use one of ${named.join(', ')}` : `did you mean ${like}?`,
      }),
    ];
  }
  if (pattern !== undefined && typeof value === 'string' && !new RegExp(pattern).test(value)) {
    return [
      problemAt(place, locate, {
        rule: 'field-value',
        message: `"${value}" does not have the form of this field, so the API server refuses the object`,
        fix: pattern.includes('KMGTPE')
          ? 'write a quantity, for example 250m or 64Mi'
          : `match ${pattern}`,
      }),
    ];
  }
  return [];
};
