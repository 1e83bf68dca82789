import { isObject } from '@helm-charts/kubernetes';
import { closest, fieldPath, type JsonSchema, keysOf, propertiesOf } from '@helm-charts/types';
import type { ErrorObject } from 'ajv';
import { type Fault, type Path, show } from './fault.ts';

/** The data for an explanation besides the error. */
export interface Written {
  /** The schema of all values, to find a misplaced name. */
  readonly schema: JsonSchema;
  /** The values that are checked. */
  readonly values: unknown;
  /** The source text of a scalar. */
  readonly sourceOf: (path: Path) => string | undefined;
}

/** Explains one violation of a schema; `alternatives` are the errors of each allowed form of the value. */
export const explain = (
  error: ErrorObject,
  alternatives: readonly ErrorObject[],
  written: Written,
): Fault => {
  const path = pathOf(error, written.values);
  const fault = (at: Path, message: string, fix?: string): Fault => ({
    rule: 'values',
    severity: 'error',
    path: at,
    message,
    ...(fix !== undefined && { fix }),
  });
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const key = String(error.params.additionalProperty ?? error.params.unevaluatedProperty);
    const known = Object.keys(propertiesOf(error.parentSchema ?? {}) ?? {});
    return fault(
      [...path, key],
      'the chart has no such value',
      otherName([...path, key], known, written),
    );
  }
  if (error.keyword === 'required') {
    const key = String(error.params.missingProperty);
    return fault([...path, key], 'this value is required', 'set it');
  }
  if (error.propertyName !== undefined) {
    const name = show(error.propertyName);
    return fault(
      [...path, error.propertyName],
      `${name} is not allowed as a key: the chart needs ${needs(error)}`,
      'correct it',
    );
  }
  const errors = alternatives.length > 0 ? alternatives : [error];
  const wanted = [...new Set(errors.map(needs))].join(' or ');
  const shown = shownOf(error.data, written.sourceOf(path));
  return fault(
    path,
    `${shown} does not fit: the chart needs ${wanted}`,
    fixOf(errors, path, written),
  );
};

/** ajv reports keys only; in a list, an index is a number. */
const pathOf = ({ instancePath }: ErrorObject, values: unknown): Path => {
  let around = values;
  return keysOf(instancePath).map((key) => {
    const step = Array.isArray(around) ? Number(key) : key;
    around = Array.isArray(around)
      ? around[Number(key)]
      : isObject(around)
        ? around[key]
        : undefined;
    return step;
  });
};

/** Describes what the schema requires. */
const needs = ({ keyword, params, schema, message }: ErrorObject): string => {
  switch (keyword) {
    case 'type':
      return [schema]
        .flat()
        .map((type) => types[String(type)] ?? String(type))
        .join(' or ');
    case 'enum':
      return `${params.allowedValues.length > 1 ? 'one of ' : ''}${params.allowedValues.map(show).join(', ')}`;
    case 'const':
      // The description of the node `string` for texts that it rejects.
      return /^another text than /.test(String(params.allowedValue))
        ? params.allowedValue
        : show(params.allowedValue);
    case 'minimum':
      return `at least ${params.limit}`;
    case 'maximum':
      return `at most ${params.limit}`;
    case 'exclusiveMinimum':
      return `more than ${params.limit}`;
    case 'exclusiveMaximum':
      return `less than ${params.limit}`;
    case 'multipleOf':
      return `a multiple of ${params.multipleOf}`;
    case 'pattern':
      return `text that matches ${params.pattern}`;
    case 'minLength':
      return params.limit === 1 ? 'text that is not empty' : `at least ${params.limit} characters`;
    case 'maxLength':
      return `at most ${params.limit} characters`;
    case 'minItems':
      return `at least ${params.limit} item${params.limit === 1 ? '' : 's'}`;
    case 'maxItems':
      return `at most ${params.limit} items`;
    case 'uniqueItems':
      return `different items, and items ${params.j} and ${params.i} are equal`;
    case 'not': {
      const { enum: list, const: one } = Object(schema) as JsonSchema;
      const refused = Array.isArray(list) ? list : one === undefined ? [] : [one];
      return refused.length > 0 ? `anything but ${refused.map(show).join(', ')}` : 'something else';
    }
    case 'oneOf':
      return 'exactly one of its forms';
    default:
      return `what its schema says (${message ?? keyword})`;
  }
};

const types: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean, true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

const shownOf = (data: unknown, source: string | undefined): string => {
  if (typeof data === 'boolean' && source !== undefined && source !== String(data))
    return `${source}, which YAML 1.1 reads as the boolean ${data},`;
  if (Array.isArray(data)) return 'a list';
  return isObject(data) ? 'a map' : typeof data === 'number' ? (source ?? show(data)) : show(data);
};

const fixOf = (errors: readonly ErrorObject[], path: Path, { sourceOf }: Written): string => {
  const [{ data } = { data: undefined }] = errors;
  const takes = (type: string) =>
    errors.some(({ keyword, schema }) => keyword === 'type' && [schema].flat().includes(type));
  if (takes('string') && (typeof data === 'number' || typeof data === 'boolean'))
    return `put it in quotes: "${sourceOf(path) ?? data}"`;
  if (typeof data === 'string') {
    if ((takes('integer') || takes('number')) && /^-?\d+(\.\d+)?$/.test(data))
      return `write it without quotes: ${data}`;
    if (takes('boolean') && /^(true|false)$/.test(data)) return `write it without quotes: ${data}`;
    if (takes('array')) return `write it as an item of a list: [${data}]`;
    const allowed = errors.flatMap(({ keyword, params }) =>
      keyword === 'enum' ? params.allowedValues : keyword === 'const' ? [params.allowedValue] : [],
    );
    const like = closest(
      data,
      allowed.filter((one): one is string => typeof one === 'string'),
    );
    if (like !== undefined) return `did you mean ${like}?`;
  }
  return 'correct it';
};

/** A similar name at the same level, else the same name elsewhere. */
const otherName = (path: Path, known: readonly string[], { schema }: Written): string => {
  const key = String(path.at(-1));
  const like = closest(key, known);
  if (like !== undefined) return `did you mean ${like}?`;
  const isInItem = path.some((step) => typeof step === 'number');
  const elsewhere = isInItem ? [] : pathsNamed(schema, key);
  return elsewhere.length === 1 && elsewhere[0] !== undefined
    ? `did you mean ${fieldPath(elsewhere[0])}?`
    : 'correct the name or remove it';
};

const pathsNamed = (
  schema: JsonSchema,
  name: string,
  at: readonly string[] = [],
): readonly string[][] => {
  const own =
    propertiesOf(schema) ?? (isObject(schema.else) ? propertiesOf(schema.else) : undefined);
  return Object.entries(own ?? {}).flatMap(([key, member]) => {
    const path = [...at, key];
    return [...(key === name ? [path] : []), ...pathsNamed(member, name, path)];
  });
};
