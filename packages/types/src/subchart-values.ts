import type { Dependencies, Dependency } from './dependency.ts';
import { type JsonSchema, type Node, propertiesOf } from './values/node.ts';

/** The values of a chart with those of its dependencies. */
export type WithSubcharts<T, D extends Dependencies> = [keyof D] extends [never]
  ? T
  : string extends keyof D
    ? T
    : T & { readonly [K in keyof D]: SubchartValues<D[K]> } & Tags<D>;

type SubchartValues<D> =
  D extends Dependency<infer T, infer V> ? Set<T, V> & { readonly enabled: boolean } : never;

/** What the parent sets of the values of a subchart is certain; the rest may be absent, since the subchart may be disabled. */
type Set<T, V> = unknown extends T
  ? { readonly [K in keyof V]: Widened<V[K]> } & { readonly [key: string]: unknown }
  : { readonly [K in keyof T & keyof V]-?: Inner<T[K], V[K]> } & {
      readonly [K in Exclude<keyof T, keyof V | symbol>]?: T[K];
    };

type Inner<T, V> = unknown extends T
  ? Widened<V>
  : V extends readonly unknown[] | string | number | boolean
    ? NonNullable<T>
    : V extends object
      ? Set<NonNullable<T>, V>
      : NonNullable<T>;

type Widened<V> = V extends string
  ? string
  : V extends number
    ? number
    : V extends boolean
      ? boolean
      : V extends readonly unknown[]
        ? V
        : { readonly [K in keyof V]: Widened<V[K]> };

type Tags<D extends Dependencies> = D[keyof D]['tags'] extends readonly (infer N extends string)[]
  ? string extends N
    ? { readonly tags?: Readonly<Record<string, boolean>> }
    : { readonly tags: { readonly [K in N]: boolean } }
  : unknown;

/** Lays the values of dependencies beside those of a chart. */
export const withSubcharts = (values: Node<unknown>, dependencies: Dependencies): Node<unknown> => {
  const entries = Object.entries(dependencies);
  if (entries.length === 0) return values;
  const properties = { ...propertiesOf(values.schema) };
  for (const [key, one] of entries) properties[key] = subchartSchema(key, one);
  const tags = [...new Set(entries.flatMap(([, one]) => one.tags))];
  if (tags.length > 0 && properties.tags === undefined)
    properties.tags = objectSchema(
      'Groups of dependencies; a condition of a dependency wins.',
      Object.fromEntries(
        tags.map((tag) => [
          tag,
          helmReads({
            description: `Installs the dependencies of ${tag}.`,
            type: 'boolean',
            default: true,
          }),
        ]),
      ),
    );
  // A library has no values, but Helm puts `global` below its name.
  const absent = entries.flatMap(([key, one]) => (hasValues(one) ? [] : [key]));
  const isCertain = certain(values.schema);
  const required = Object.keys(properties).filter((key) => isCertain(key) && !absent.includes(key));
  return { schema: { ...values.schema, properties, required } };
};

const hasValues = ({ node, values, condition, tags }: Dependency): boolean =>
  Object.keys(propertiesOf(node.schema) ?? { any: {} }).length > 0 ||
  Object.keys(values as object).length > 0 ||
  condition !== undefined ||
  tags.length > 0;

const certain =
  ({ properties = {}, required = [] }: JsonSchema) =>
  (key: string): boolean =>
    !(key in (properties as object)) || (required as readonly string[]).includes(key);

const subchartSchema = (
  key: string,
  { name = key, version, condition, values, node }: Dependency,
): JsonSchema => ({
  ...objectSchema(`Values of the chart ${name} ${version}, a dependency.`, {
    ...(condition === `${key}.enabled` && {
      enabled: helmReads({
        description: `Installs the chart ${name} with this one.`,
        type: 'boolean',
        default: (values as { readonly enabled?: boolean }).enabled ?? true,
      }),
    }),
    ...members(name, node.schema, values),
  }),
  'x-subchart': node.schema,
});

/** What the chart sets, each value with its description; the others only as hints in values.yaml. */
const members = (
  name: string,
  schema: JsonSchema,
  values: unknown,
): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(values as JsonSchema)
      .filter(([key]) => key !== 'enabled')
      .map(([key, value]) => {
        const { default: _, ...of } = propertiesOf(schema)?.[key] ?? {};
        const description = String(of.description ?? `Value of the chart ${name}.`);
        return [
          key,
          isMap(value)
            ? objectSchema(description, members(name, of, value))
            : helmReads({ type: typeName(value), ...of, description, default: value }),
        ];
      }),
  );

const objectSchema = (
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema => ({
  description,
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const helmReads = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  'x-read-by': 'the dependency',
});

const typeName = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

const isMap = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
