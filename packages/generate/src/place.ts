import type { Expression } from '@helm-charts/types';

/** Where a value stands, or what a loop goes over: `[]` is the items of a list, `*` the members of a map. */
export const placeOf = (of: Expression): readonly string[] => {
  if (of.kind === 'value') return of.path;
  if (of.kind !== 'variable') return [];
  const { name, over } = of.variable;
  if (name === 'key') return placeOf(over);
  return [...placeOf(over), name === 'item' ? '[]' : '*', ...of.path];
};

/** The path of a value as people write it: `routes[].host`. */
export const printPath = (path: readonly string[]): string =>
  path.join('.').replaceAll('.[]', '[]');
