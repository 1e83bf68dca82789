/** Mutable values, used during the merge. */
export interface Values {
  [key: string]: ValuesItem;
}

export type ValuesItem = null | boolean | number | string | ValuesItem[] | Values;

/** Whether an item is a mapping. */
export const isValues = (item: ValuesItem | undefined): item is Values =>
  typeof item === 'object' && item !== null && !Array.isArray(item);
