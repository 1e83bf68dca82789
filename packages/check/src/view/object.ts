import { isObject, listAt, valueAt } from '@helm-charts/flux';
import type { ClusterObject, JsonObject, Manifest } from '@helm-charts/types';

/** Finds an object of the cluster. */
export type Find = (kind: string, namespace: string, name: string) => ClusterObject | undefined;

/** The namespace of an object; without one it is `default`, as for kubectl. */
export const namespaceOf = ({ metadata }: Manifest): string => metadata.namespace ?? 'default';

/** The mapping at a path of keys, empty where there is none or something else. */
export const objectAt = (value: unknown, ...path: readonly string[]): JsonObject => {
  const found = valueAt(value, ...path);
  return isObject(found) ? found : {};
};

/** The mappings of the list at a path of keys. */
export const objectsAt = (value: unknown, ...path: readonly string[]): readonly JsonObject[] =>
  listAt(value, ...path).filter(isObject);

/** The texts of the list at a path of keys. */
export const stringsAt = (value: unknown, ...path: readonly string[]): readonly string[] =>
  listAt(value, ...path).filter((item) => typeof item === 'string');

/** The number at a path of keys. */
export const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = valueAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
};

/** Those items that have come before. */
export const repeated = <T>(items: readonly T[]): readonly T[] => [
  ...new Set(items.filter((item, index) => items.indexOf(item) < index)),
];

/** `a`, `a and b`, `a, b and c`. */
export const enumerate = (items: readonly string[]): string =>
  [items.slice(0, -1).join(', '), items.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
