import { printObjectId } from '@helm-charts/types';
import { type Item, layers } from './item.ts';

/** A table of items, in the order of the layers; texts that are wider than a terminal are left to it. */
export const printStatus = (items: readonly Item[]): string => {
  const sorted = items.toSorted((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer));
  const width = Math.max(0, ...sorted.map(({ object }) => printObjectId(object).length));
  return sorted
    .map(({ object, state, message }) =>
      `${printObjectId(object).padEnd(width)}  ${state.padEnd(11)}  ${message}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
};
