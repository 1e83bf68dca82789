import { memoize } from '@helm-charts/engine';
import { isObject } from '@helm-charts/kubernetes';
import { groupBy, type JsonSchema, propertiesOf } from '@helm-charts/types';
import type { ErrorObject, Options, ValidateFunction } from 'ajv';
import { accepts } from '../accepts.ts';
import { ajv, ajv2019, ajv2020 } from '../ajv.ts';
import { explain, type Written } from './explain.ts';
import type { Fault } from './fault.ts';

/** Reports all faults of values, each once. */
export type Validate = (written: Omit<Written, 'schema'>) => readonly Fault[];

/**
 * Validates values against a schema. Parts that ajv can't read report nothing, for instance a reference to the network
 * or a regular expression that only Go supports. Formats are left to Helm.
 */
export const validator = (schema: JsonSchema): Validate => {
  const { $id: _, ...own } = schema;
  return (written) => {
    if (accepts(own, written.values, { flags: 'u' })) return [];
    const plain = withoutNull(own) as JsonSchema;
    const validate = compile(JSON.stringify(reaching(plain, written.values)));
    if (validate === undefined || validate(written.values)) return [];
    return collapse(validate.errors ?? []).map(({ error, alternatives }) =>
      explain(error, alternatives, { ...written, schema: plain }),
    );
  };
};

/** The schema without the schemas of absent members, since compiling these takes most of the time. */
const reaching = (schema: JsonSchema, values: unknown): JsonSchema => {
  if (!isObject(values)) return schema;
  const properties = propertiesOf(schema);
  return {
    ...schema,
    ...(isObject(schema.else) && { else: reaching(schema.else, values) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, member]) => [
          key,
          // The name stays known.
          Object.hasOwn(values, key) ? reaching(member, values[key]) : true,
        ]),
      ),
    }),
  };
};

const options: Options = {
  allErrors: true,
  verbose: true,
  strict: false,
  validateFormats: false,
  validateSchema: false,
  logger: false,
};

/** To compile a schema takes most of the time, and the variants of a profile set the same values. */
const compile = memoize((text: string): ValidateFunction | undefined => {
  const { $schema, ...schema } = JSON.parse(text) as JsonSchema;
  const Dialect = /2020-12/.test(String($schema))
    ? ajv2020().Ajv2020
    : /2019-09/.test(String($schema))
      ? ajv2019().Ajv2019
      : ajv().Ajv;
  try {
    return new Dialect(options).compile(schema);
  } catch {
    return undefined;
  }
});

/** "This or null" becomes a condition, which fails with one error instead of one for each form. */
const withoutNull = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutNull);
  if (!isObject(schema)) return schema;
  const { anyOf, ...rest } = schema;
  const forms = Array.isArray(anyOf) ? anyOf : [];
  const [form, ...others] = forms.filter((one) => !isNull(one));
  const own = Object.fromEntries(Object.entries(rest).map(([key, of]) => [key, withoutNull(of)]));
  if (anyOf === undefined) return own;
  return forms.some(isNull) && others.length === 0 && !('if' in own)
    ? { ...own, if: { type: 'null' }, else: withoutNull(form) }
    : { ...own, anyOf: withoutNull(anyOf) };
};

const isNull = (schema: unknown): boolean =>
  isObject(schema) && schema.type === 'null' && Object.keys(schema).length === 1;

interface Violation {
  readonly error: ErrorObject;
  /** The errors of a value that matches none of several forms. */
  readonly alternatives: readonly ErrorObject[];
}

/** Removes errors that only summarize others, and merges those of several forms of one value. */
const collapse = (errors: readonly ErrorObject[]): readonly Violation[] => {
  const found: Violation[] = [];
  for (const error of errors) {
    if (['if', 'propertyNames', '$ref', 'allOf'].includes(error.keyword)) continue;
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') {
      found.push({ error, alternatives: [] });
      continue;
    }
    const from = found.findLastIndex((one) => !isWithin(one.error, error)) + 1;
    found.push(...oneFault(error, found.splice(from)));
  }
  return found;
};

const isWithin = (inner: ErrorObject, { instancePath }: ErrorObject): boolean =>
  `${inner.instancePath}/`.startsWith(`${instancePath}/`);

/** The faults of the intended form, if it is clear; else one fault that no form matches. */
const oneFault = (error: ErrorObject, children: readonly Violation[]): readonly Violation[] => {
  const forms = groupBy(children, (child) => {
    const prefix = `${error.schemaPath}/`;
    const { schemaPath } = child.error;
    return schemaPath.startsWith(prefix) ? schemaPath.slice(prefix.length).split('/')[0] : '';
  });
  const isAtValue = (child: Violation): boolean =>
    child.error.instancePath === error.instancePath && !inner.has(child.error.keyword);
  const [meant] = [...forms.values()]
    .filter((form) => !form.some(isAtValue))
    .toSorted((a, b) => a.length - b.length);
  if (meant !== undefined) return meant;
  const alternatives = children.flatMap((child) =>
    child.error.instancePath !== error.instancePath || inner.has(child.error.keyword)
      ? []
      : child.alternatives.length > 0
        ? child.alternatives
        : [child.error],
  );
  return [{ error, alternatives }];
};

/** The errors inside the value. */
const inner = new Set(['additionalProperties', 'unevaluatedProperties', 'required']);
