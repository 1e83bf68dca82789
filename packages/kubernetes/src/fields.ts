import type { JsonObject } from '@helm-charts/types';

/** The path of a field in an object: its keys and list indexes. */
export type FieldPath = readonly (string | number)[];

/** Whether a value is a mapping. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path; undefined if the path does not exist. */
export const valueAt = (value: unknown, ...path: readonly string[]): unknown => {
  let current = value;
  for (const key of path) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
};

/**
 * The string at a path; undefined if there is no value or another type.
 * @example
 * stringAt(manifest, 'spec', 'strategy', 'type'); // 'Recreate'
 */
export const stringAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
};

/** The number at a path; undefined if there is no value or another type. */
export const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = valueAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
};

/** The list at a path; empty if there is no value or another type. */
export const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
};

/** The mapping at a path; empty if there is no value or another type. */
export const objectAt = (value: unknown, ...path: readonly string[]): JsonObject => {
  const found = valueAt(value, ...path);
  return isObject(found) ? found : {};
};

/** The mappings in the list at a path. */
export const objectsAt = (value: unknown, ...path: readonly string[]): readonly JsonObject[] =>
  listAt(value, ...path).filter(isObject);

/** The strings in the list at a path. */
export const stringsAt = (value: unknown, ...path: readonly string[]): readonly string[] =>
  listAt(value, ...path).filter((item) => typeof item === 'string');
