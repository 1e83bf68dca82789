import type { When } from './control.ts';
import type { Ref } from './ref.ts';

/** Several maps as one. */
export interface Merge<out T> {
  readonly kind: 'merge';
  readonly of: readonly (T | Ref<T>)[];
}

/** A map that the chart writes itself: members are literals, references, or stand there only sometimes. */
type Written = Readonly<Record<string, string | Ref<string> | When<string | Ref<string>>>>;

/** A map that can be merged: one that the chart writes, or one of the user's values. */
export type Mergeable = Written | Ref<Readonly<Record<string, string>>>;

/** Several maps as one. What the chart writes itself wins over the values of the user, so that labels stay what selectors expect. */
export const merge = (...maps: readonly Mergeable[]): Merge<Readonly<Record<string, string>>> =>
  // Written's references and conditions are resolved where the map is emitted.
  ({ kind: 'merge', of: maps as readonly Ref<Readonly<Record<string, string>>>[] });
