import type { Json } from '@helm-charts/types';

/**
 * The lines of the keys of each map, and of the items of each list, in block style. What is in flow style is not noted.
 */
export type PlainPlaces = Map<Json, Map<string | number, number>>;

/** The lines of a new map or list; undefined if nobody needs them. */
export const placesOf = (
  places: PlainPlaces | undefined,
  node: Json,
): Map<string | number, number> | undefined => {
  if (places === undefined) return undefined;
  const own = new Map<string | number, number>();
  places.set(node, own);
  return own;
};
