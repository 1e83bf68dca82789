import { isObject } from '@helm-charts/kubernetes';
import type { JsonObject, Position } from '@helm-charts/types';
import type { ValuesPlaces } from './documents.ts';

/** A value that `values.yaml` declares: a scalar, a list or an empty mapping. */
export interface DeclaredValue {
  readonly path: readonly string[];
  readonly position: Position;
}

/** The values that a `values.yaml` declares, in the order of the file. */
export const declaredValues = (
  values: JsonObject,
  file: string,
  yaml: Pick<ValuesPlaces, 'placeOf'>,
): readonly DeclaredValue[] => {
  const leaves = (value: unknown, path: readonly string[]): readonly (readonly string[])[] =>
    isObject(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]))
      : [path];
  return Object.keys(values).length === 0
    ? []
    : leaves(values, []).map((path) => ({ path, position: { file, ...yaml.placeOf(path) } }));
};

/** Whether values have a place for a path. An empty mapping, a list and null may hold anything. */
export const isDeclared = (values: unknown, path: readonly string[], isTop = true): boolean => {
  const [key, ...rest] = path;
  if (key === undefined || !isObject(values)) return true;
  if (!isTop && Object.keys(values).length === 0) return true;
  return Object.hasOwn(values, key) && isDeclared(values[key], rest, false);
};
