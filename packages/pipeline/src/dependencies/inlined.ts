import { isObject } from '@helm-charts/kubernetes';
import type { JsonSchema } from '@helm-charts/types';

/** Replaces references in a schema by their definitions, since the schema becomes a part of another one. */
export const inlined = (root: JsonSchema): JsonSchema => {
  const { $schema: _, $id: __, definitions: ___, $defs: ____, ...schema } = root;
  return inline(schema, root, []) as JsonSchema;
};

const inline = (of: unknown, root: JsonSchema, around: readonly string[]): unknown => {
  if (Array.isArray(of)) return of.map((one) => inline(one, root, around));
  if (!isObject(of)) return of;
  const { $ref: reference, ...rest } = of as JsonSchema;
  const members = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, inline(value, root, around)]),
  );
  if (typeof reference !== 'string') return opened(members);
  const target = around.includes(reference) ? undefined : targetOf(reference, root);
  // A recursive schema, or one in another file, allows everything here; Helm still validates it.
  return target === undefined
    ? members
    : { ...(inline(target, root, [...around, reference]) as JsonSchema), ...members };
};

/** Charts mean a map if an object has no properties. */
const opened = (schema: JsonSchema): JsonSchema =>
  schema.type === 'object' && !('properties' in schema) && !('additionalProperties' in schema)
    ? { ...schema, additionalProperties: true }
    : schema;

const targetOf = (reference: string, root: JsonSchema): unknown => {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((of, key) => (isObject(of) ? (of as JsonSchema)[key] : undefined), root);
};
