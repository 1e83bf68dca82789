import { isObject } from '@helm-charts/kubernetes';
import type { JsonSchema } from '@helm-charts/types';

/** A schema in which definitions stand in the place of the references to them, since it becomes a part of another one. */
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
  // A schema that refers to itself, or lies in another file, admits everything here; Helm still checks it.
  return target === undefined
    ? members
    : { ...(inline(target, root, [...around, reference]) as JsonSchema), ...members };
};

/** Charts mean a map where they name no properties. */
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
