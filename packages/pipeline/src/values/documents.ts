import { mergeMaps, type Values } from '@helm-charts/flux';
import { isObject, type LocatedYaml } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';

type Path = readonly (string | number)[];

/** The lines of values, and their texts. */
export type ValuesPlaces = Pick<LocatedYaml, 'placeOf' | 'sourceOf'>;

/**
 * Merges the YAML documents of a values file as Helm does (helm: pkg/chart/v2/loader/load.go, LoadValues): of a value in several
 * documents the last one counts. The documents are mappings; empty ones are left out.
 */
export const mergeDocuments = (
  documents: readonly LocatedYaml[],
): { readonly value: JsonObject; readonly places: ValuesPlaces } => {
  const maps = documents.flatMap(({ value }) => (isObject(value) ? [value] : []));
  const holder = (path: Path): LocatedYaml | undefined =>
    documents.findLast(({ value }) => hasPath(value, path)) ??
    (path.length === 0 ? undefined : holder(path.slice(0, -1)));
  return {
    // The parsed values are not shared, so they may be changed.
    value:
      maps.length === 1 && maps[0] !== undefined
        ? maps[0]
        : maps.reduce<Values>((all, one) => mergeMaps(all, one as Values), {}),
    places: {
      placeOf: (path) => holder(path)?.placeOf(path) ?? { line: 1, column: 1 },
      sourceOf: (path) => holder(path)?.sourceOf(path),
    },
  };
};

/** Items of lists are not looked at, since lists are not merged. */
const hasPath = (value: unknown, [key, ...rest]: Path): boolean => {
  if (key === undefined || Array.isArray(value)) return true;
  return isObject(value) && Object.hasOwn(value, key) && hasPath(value[key], rest);
};
