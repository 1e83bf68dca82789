import type { JsonSchema } from '@helm-charts/types';

/** A schema of one version of a chart with the value that values.yaml has at its place. */
export interface Side {
  readonly schema: JsonSchema;
  /** Undefined where values.yaml has none, and in the items of lists and the members of maps. */
  readonly value: unknown;
  /** The whole schema, in which references are looked up. */
  readonly root: JsonSchema;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema with its references resolved, alone or as `allOf`, as the generator writes them. */
export const resolved = (schema: unknown, root: JsonSchema, depth = 0): JsonSchema => {
  if (schema === false) return { not: {} };
  if (!isObject(schema) || depth > 20) return {};
  const { $ref, allOf, ...rest } = schema;
  if (typeof $ref === 'string')
    return { ...resolved(lookUp($ref, root), root, depth + 1), ...rest };
  if (!Array.isArray(allOf)) return schema;
  const references = allOf.filter((one) => isObject(one) && '$ref' in one);
  const others = allOf.filter((one) => !references.includes(one));
  return Object.assign(
    {},
    ...references.map((one) => resolved(one, root, depth + 1)),
    rest,
    others.length > 0 && { allOf: others },
  );
};

const lookUp = (reference: string, root: JsonSchema): unknown =>
  reference
    .replace(/^#\/?/, '')
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, key) => (key === '' ? at : isObject(at) ? at[key] : undefined), root);

/** The member of a side, with the value that it has. */
export const memberOf = ({ value, root }: Side, schema: unknown, key?: string): Side => ({
  schema: resolved(schema, root),
  value: key !== undefined && isObject(value) ? value[key] : undefined,
  root,
});

/** The alternatives of `anyOf` or `oneOf`, each with what stands beside them; the schema itself where there are none. */
export const formsOf = (side: Side): readonly Side[] => {
  const { anyOf, oneOf, ...rest } = side.schema;
  const list = anyOf ?? oneOf;
  if (!Array.isArray(list)) return [side];
  return list.map((form) => ({ ...side, schema: { ...rest, ...resolved(form, side.root) } }));
};

/** The types that a schema takes; undefined means all. */
export const typesOf = ({
  type,
  enum: list,
  const: only,
  ...rest
}: JsonSchema): ReadonlySet<string> | undefined => {
  if (typeof type === 'string') return new Set([type]);
  if (Array.isArray(type)) return new Set(type.map(String));
  const values = Array.isArray(list) ? list : only === undefined ? [] : [only];
  if (values.length > 0) return new Set(values.map(typeName));
  return 'properties' in rest ? new Set(['object']) : undefined;
};

const typeName = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** A path as people write it: `pods.labels`, `hosts[].name`. */
export const printPath = (path: readonly string[]): string =>
  path.length === 0 ? 'values' : path.join('.').replaceAll('.[]', '[]');

/** A value in a sentence, cut where it is long. */
export const shown = (value: unknown): string => {
  const text = value === undefined ? 'not set' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
};
