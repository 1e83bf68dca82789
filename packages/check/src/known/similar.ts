import { closest } from '@helm-charts/types';

/** The fix that names a candidate with a similar name; undefined if there is none. */
export const didYouMean = (word: string, candidates: readonly string[]): string | undefined => {
  // Every short word is similar to every other one.
  const like = word.length < 3 ? undefined : closest(word, candidates);
  return like === undefined ? undefined : `did you mean ${like}?`;
};
