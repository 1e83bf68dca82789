import { type Expression, pointerOf } from '@helm-charts/types';

/** The path of a value or of the value of a loop: `[]` stands for the items of a list, `*` for the members of a map. */
export const placeOf = (of: Expression): readonly string[] => {
  if (of.kind === 'value') return of.path;
  if (of.kind !== 'variable') return [];
  const { name, over } = of.variable;
  if (name === 'key') return placeOf(over);
  return [...placeOf(over), name === 'item' ? '[]' : '*', ...of.path];
};

/** The JSON Pointer of a value in the chart's values; `*` is every item of a list and every member of a map. */
export const valuePointer = (path: readonly string[]): string =>
  pointerOf(path.map((key) => (key === '[]' ? '*' : key)));

/** The path of a value for messages: `routes[].host`. */
export const printPath = (path: readonly string[]): string =>
  path.join('.').replaceAll('.[]', '[]');
