import type { JsonSchema, Rule } from '@helm-charts/types';
import { propertiesOf, requiredOf } from '@helm-charts/types';
import { constraint } from './constraint.ts';
import { readsRenamed, withOldNames } from './renamed.ts';
import { withoutSubcharts, withWholeSubcharts } from './subcharts.ts';

/** The schema definitions of Kubernetes types by name, including all that they refer to. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

const draft = 'http://json-schema.org/draft-07/schema#';

/**
 * The schema with which Helm validates merged values. It allows no unknown values and requires all values without `optional`, so that
 * `server: null` fails here and not as a nil pointer in a template.
 */
export const mergedSchema = (
  values: JsonSchema,
  rules: readonly Rule[],
  definitions: Definitions,
): JsonSchema => {
  const constraints = rules.flatMap(({ sentence, holds }) => {
    const schema = constraint(holds);
    // Only templates read a value by its old name.
    return schema === undefined || readsRenamed(schema, values)
      ? []
      : [{ sentence, holds: schema }];
  });
  // Helm ignores this keyword. As part of the schema, a broken rule would be reported as `at '': value must be '…'`; the template fails
  // with the message of the rule.
  return finish(
    {
      ...withoutSubcharts(withOldNames(values)),
      ...(constraints.length > 0 && { 'x-rules': constraints }),
    },
    definitions,
  );
};

/** The schema for editors and HelmReleases: nothing is required, and null removes a default. */
export const overlaySchema = (values: JsonSchema, definitions: Definitions): JsonSchema =>
  finish(partial(withWholeSubcharts(withOldNames(values))), definitions);

/**
 * Helm's own keys at the root: `global`, which parents and siblings share, `enabled`, which a parent's condition sets,
 * and `x-` for YAML anchors (helm pkg/chart/common/util/coalesce.go, helm/helm#10392).
 */
const finish = (schema: JsonSchema, definitions: Definitions): JsonSchema => ({
  $schema: draft,
  ...schema,
  properties: {
    global: { description: 'Values shared by all charts of an installation.', type: 'object' },
    enabled: {
      description:
        'Whether the chart is installed as a dependency; read by the condition of a parent chart.',
      type: 'boolean',
    },
    ...withOpenGlobal(propertiesOf(schema) ?? {}),
  },
  patternProperties: { '^x-': {} },
  ...used(schema, definitions),
});

/** A chart declares the members of `global` that it reads. Parents, siblings and profiles may add others. */
const withOpenGlobal = (properties: Members): Members =>
  properties.global === undefined
    ? properties
    : { ...properties, global: opened(properties.global) };

type Members = Readonly<Record<string, JsonSchema>>;

const opened = ({ additionalProperties, anyOf, ...schema }: JsonSchema): JsonSchema => ({
  ...schema,
  ...(additionalProperties !== false &&
    additionalProperties !== undefined && { additionalProperties }),
  // In an overlay the value is one alternative, and null is the other.
  ...(Array.isArray(anyOf) && { anyOf: anyOf.map(opened) }),
});

const partial = (schema: JsonSchema): JsonSchema => {
  const { required: _, allOf, properties: __, additionalProperties, ...rest } = schema;
  const properties = propertiesOf(schema);
  return {
    ...rest,
    // The conditions of a choice would require missing values, so they are removed; references to definitions are kept.
    ...(isReference(allOf) && { allOf }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, member]) => [key, nullable(partial(member))]),
      ),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties: partialMember(additionalProperties),
    }),
  };
};

/** A member of a map is merged over the default of the same key, so it may be partial too. */
const partialMember = (additional: unknown): unknown => {
  const { anyOf } = Object(additional) as { readonly anyOf?: readonly JsonSchema[] };
  return anyOf === undefined ? additional : { anyOf: anyOf.map(partial) };
};

const nullable = ({ description, default: value, ...rest }: JsonSchema): JsonSchema => {
  const { deprecated, 'x-deprecated': hint, 'x-renamed-to': newName, ...schema } = rest;
  return {
    description,
    ...(value !== undefined && { default: value }),
    // Editors expect the keyword next to the description.
    ...(deprecated !== undefined && { deprecated }),
    ...(hint !== undefined && { 'x-deprecated': hint }),
    ...(newName !== undefined && { 'x-renamed-to': newName }),
    anyOf: [schema, { type: 'null' }],
  };
};

const isReference = (allOf: unknown): boolean =>
  Array.isArray(allOf) && allOf.every((one: JsonSchema) => '$ref' in one);

/** The definitions that a schema refers to, since the schema of a chart must be self-contained. */
const used = (schema: JsonSchema, definitions: Definitions): JsonSchema => {
  const found = new Map<string, JsonSchema>();
  const visit = (of: unknown): void => {
    for (const [, name = ''] of JSON.stringify(of).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      const definition = definitions[name];
      if (found.has(name)) continue;
      if (definition === undefined) throw new TypeError(`no definition of ${name}`);
      found.set(name, definition);
      visit(definition);
    }
  };
  visit(schema);
  const sorted = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length > 0 ? { definitions: Object.fromEntries(sorted) } : {};
};

/** A value that has no members of its own. */
export interface Leaf {
  /** `[]` stands for the items of a list, `*` for the members of a map. */
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  readonly isOptional: boolean;
  /** The parent that is optional or one of several, and contains this value. */
  readonly within?: readonly string[];
}

/** The leaves of values, also in the items of lists and the members of maps. Each must be read by a template. */
export const leaves = (
  schema: JsonSchema,
  at: Omit<Leaf, 'schema'> = { path: [], isOptional: false },
): readonly Leaf[] => {
  const properties = propertiesOf(schema);
  if (properties === undefined) return [{ ...at, schema }, ...inner(schema, at)];
  return Object.entries(properties).flatMap(([key, member]) => {
    const path = [...at.path, key];
    const isOptional = !requiredOf(schema).includes(key);
    const isPart = isOptional && at.within === undefined && propertiesOf(member) !== undefined;
    return leaves(member, { ...at, path, isOptional, ...(isPart && { within: path }) });
  });
};

/** The schema of each item of a list or each member of a map. */
const inner = (schema: JsonSchema, { path }: Omit<Leaf, 'schema'>): readonly Leaf[] => {
  const { items, additionalProperties } = schema as {
    readonly items?: JsonSchema;
    readonly additionalProperties?: { readonly anyOf?: readonly JsonSchema[] };
  };
  const [segment, of] =
    items === undefined ? ['*', additionalProperties?.anyOf?.[0]] : ['[]', items];
  const within = [...path, segment];
  if (of === undefined) return [];
  const at = { path: within, isOptional: false, within };
  return propertiesOf(of) === undefined ? inner(of, at) : leaves(of, at);
};
