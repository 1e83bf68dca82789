import { printObjectId } from '@helm-charts/types';
import { type Item, layers } from './item.ts';

/** A table of items, in the order of the layers; texts that are wider than a terminal are left to it. */
export const printStatus = (items: readonly Item[]): string =>
  [...statusLines(items).values()].map((line) => `${line}\n`).join('');

/** The line of each item, by its object. */
export const statusLines = (items: readonly Item[]): ReadonlyMap<string, string> => {
  const sorted = items.toSorted((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer));
  const width = Math.max(0, ...sorted.map(({ object }) => printObjectId(object).length));
  return new Map(
    sorted.map(({ object, state, message }) => {
      const id = printObjectId(object);
      return [id, `${id.padEnd(width)}  ${state.padEnd(11)}  ${message}`.trimEnd()];
    }),
  );
};
