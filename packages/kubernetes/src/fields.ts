import type { JsonObject } from '@helm-charts/types';

/** The keys that lead to a field of an object. */
export type FieldPath = readonly (string | number)[];

/** Whether a value is a mapping. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of keys, undefined where the path ends early. */
export const valueAt = (value: unknown, ...path: readonly string[]): unknown => {
  let current = value;
  for (const key of path) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
};

/** The string at a path of keys, undefined where there is none or something else. */
export const stringAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
};

/** The number at a path of keys, undefined where there is none or something else. */
export const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = valueAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
};

/** The list at a path of keys, empty where there is none or something else. */
export const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
};

/** The mapping at a path of keys, empty where there is none or something else. */
export const objectAt = (value: unknown, ...path: readonly string[]): JsonObject => {
  const found = valueAt(value, ...path);
  return isObject(found) ? found : {};
};

/** The mappings of the list at a path of keys. */
export const objectsAt = (value: unknown, ...path: readonly string[]): readonly JsonObject[] =>
  listAt(value, ...path).filter(isObject);

/** The strings of the list at a path of keys. */
export const stringsAt = (value: unknown, ...path: readonly string[]): readonly string[] =>
  listAt(value, ...path).filter((item) => typeof item === 'string');
