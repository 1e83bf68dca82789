import { isObject } from '@helm-charts/kubernetes';
import { type JsonSchema, keysOf } from '@helm-charts/types';

/** How a schema is read. */
interface Options {
  /** The flags of regular expressions: `u`, or none for those of CustomResourceDefinitions. */
  readonly flags: 'u' | '';
}

/**
 * Whether a value certainly satisfies a JSON Schema. False means that it may not: then ajv has to say, and to explain what is wrong. Most
 * values are right, and to compile a schema with ajv takes a hundred times as long as this.
 *
 * It knows the keywords that generated schemas and most others use, with their meaning in all drafts since 6. With another keyword, or a
 * wrong one, nothing is certain. As ajv is used here, formats are not validated.
 */
export const accepts = (schema: JsonSchema, value: unknown, options: Options): boolean => {
  try {
    return isRight(schema, value, { root: schema, ...options });
  } catch (error) {
    // A schema that refers to itself without end fills the stack.
    if (error === uncertain || error instanceof RangeError) return false;
    throw error;
  }
};

interface Context extends Options {
  readonly root: JsonSchema;
}

const uncertain = new Error('The schema has something that ajv has to read.');

const give = (): never => {
  throw uncertain;
};

const isRight = (schema: unknown, value: unknown, context: Context): boolean => {
  if (typeof schema === 'boolean') return schema;
  if (!isObject(schema)) return give();
  return Object.entries(schema).every(([keyword, of]) => {
    const check = keywords.get(keyword);
    if (check !== undefined) return check(of, value, context, schema);
    return silent.has(keyword) || keyword.startsWith('x-') || give();
  });
};

/** Keywords that refuse nothing by themselves. */
const silent: ReadonlySet<string> = new Set([
  ...['$schema', '$comment', 'title', 'description', 'default', 'examples', 'deprecated'],
  ...['readOnly', 'writeOnly', 'format', 'definitions', '$defs', 'then', 'else'],
]);

/** Whether a value satisfies a keyword of a schema. */
type Check = (of: unknown, value: unknown, context: Context, schema: JsonSchema) => boolean;

/** A keyword with a number that limits a size; a value without this size satisfies it. */
const limit =
  (sizeOf: (value: unknown) => number | undefined, fits: (size: number, of: number) => boolean) =>
  (of: unknown, value: unknown): boolean => {
    if (typeof of !== 'number') return give();
    const size = sizeOf(value);
    return size === undefined || fits(size, of);
  };

const numberIn = (value: unknown) => (typeof value === 'number' ? value : undefined);
/** A character outside the basic plane counts once. */
const lengthOf = (value: unknown) => (typeof value === 'string' ? [...value].length : undefined);
const itemsIn = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
const membersIn = (value: unknown) => (isObject(value) ? Object.keys(value).length : undefined);
const isAtLeast = (size: number, of: number) => size >= of;
const isAtMost = (size: number, of: number) => size <= of;

const keywords: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['type', (of, value) => [of].flat().some((type) => hasType(type, value))],
  ['const', (of, value) => isEqual(of, value)],
  ['enum', (of, value) => listIn(of).some((one) => isEqual(one, value))],
  ['minimum', limit(numberIn, isAtLeast)],
  ['maximum', limit(numberIn, isAtMost)],
  ['exclusiveMinimum', limit(numberIn, (size, of) => size > of)],
  ['exclusiveMaximum', limit(numberIn, (size, of) => size < of)],
  ['minLength', limit(lengthOf, isAtLeast)],
  ['maxLength', limit(lengthOf, isAtMost)],
  ['minItems', limit(itemsIn, isAtLeast)],
  ['maxItems', limit(itemsIn, isAtMost)],
  ['minProperties', limit(membersIn, isAtLeast)],
  ['maxProperties', limit(membersIn, isAtMost)],
  [
    'pattern',
    (of, value, { flags }) => typeof value !== 'string' || expression(of, flags).test(value),
  ],
  [
    'items',
    (of, value, context) =>
      !Array.isArray(value) || value.every((item) => isRight(of, item, context)),
  ],
  [
    'required',
    (of, value) => !isObject(value) || listIn(of).every((key) => has(value, String(key))),
  ],
  [
    'properties',
    (of, value, context) => {
      if (!isObject(of)) return give();
      return (
        !isObject(value) ||
        Object.entries(of).every(
          ([key, member]) => !has(value, key) || isRight(member, value[key], context),
        )
      );
    },
  ],
  [
    'patternProperties',
    (of, value, context) => {
      if (!isObject(of)) return give();
      return (
        !isObject(value) ||
        Object.entries(of).every(([pattern, member]) =>
          Object.entries(value).every(
            ([key, one]) =>
              !expression(pattern, context.flags).test(key) || isRight(member, one, context),
          ),
        )
      );
    },
  ],
  [
    'additionalProperties',
    (of, value, context, { properties = {}, patternProperties = {} }) => {
      if (!isObject(value)) return true;
      const patterns = Object.keys(Object(patternProperties));
      return Object.entries(value).every(
        ([key, member]) =>
          Object.hasOwn(Object(properties), key) ||
          patterns.some((pattern) => expression(pattern, context.flags).test(key)) ||
          isRight(of, member, context),
      );
    },
  ],
  [
    'propertyNames',
    (of, value, context) =>
      !isObject(value) || Object.keys(value).every((key) => isRight(of, key, context)),
  ],
  ['allOf', (of, value, context) => listIn(of).every((one) => isRight(one, value, context))],
  ['anyOf', (of, value, context) => listIn(of).some((one) => isRight(one, value, context))],
  [
    'oneOf',
    (of, value, context) => listIn(of).filter((one) => isRight(one, value, context)).length === 1,
  ],
  ['not', (of, value, context) => !isRight(of, value, context)],
  [
    'if',
    (of, value, context, schema) => {
      const branch = isRight(of, value, context) ? schema.then : schema.else;
      return branch === undefined || isRight(branch, value, context);
    },
  ],
  ['$ref', (of, value, context) => isRight(target(of, context.root), value, context)],
]);

const listIn = (of: unknown): readonly unknown[] => (Array.isArray(of) ? of : give());

/** As ajv: a member is there if reading it gives something. */
const has = (value: Readonly<Record<string, unknown>>, key: string): boolean =>
  value[key] !== undefined;

const hasType = (type: unknown, value: unknown): boolean => {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    default:
      return give();
  }
};

const isEqual = (a: unknown, b: unknown): boolean => {
  const isCompound = (one: unknown) => typeof one === 'object' && one !== null;
  return isCompound(a) && isCompound(b) ? give() : a === b;
};

const expression = (of: unknown, flags: string): RegExp => {
  if (typeof of !== 'string') return give();
  const known = expressions.get(`${flags}/${of}`);
  if (known !== undefined) return known;
  try {
    const made = new RegExp(of, flags);
    expressions.set(`${flags}/${of}`, made);
    return made;
  } catch {
    // One that only Go supports.
    return give();
  }
};

const expressions = new Map<string, RegExp>();

/** The schema that a reference into the document itself names. */
const target = (of: unknown, root: JsonSchema): unknown => {
  if (typeof of !== 'string' || !/^#(\/[\w.~-]+)*$/.test(of)) return give();
  return keysOf(of.slice(1)).reduce(
    (around: unknown, key) =>
      isObject(around) && Object.hasOwn(around, key) ? around[key] : give(),
    root,
  );
};
