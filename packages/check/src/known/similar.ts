import { closest } from '@helm-charts/types';

/** The fix that names a candidate with a similar name; undefined if there is none. */
export const didYouMean = (word: string, candidates: readonly string[]): string | undefined => {
  // Every short word is similar to every other one.
  const like = word.length < 3 ? undefined : closest(word, candidates);
  return like === undefined ? undefined : `did you mean ${like}?`;
};

/**
 * Whether a word is another one with at most two wrong letters in one place. `sonarr` is not a slip for `radarr`, nor `db-2` for
 * `db-1`.
 */
export const isSlip = (word: string, other: string): boolean => {
  const most = Math.min(word.length, other.length);
  let start = 0;
  while (start < most && word[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && word.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [wrong, right] = [word, other].map((one) => one.slice(start, one.length - end));
  return (
    most > 2 &&
    Math.max(wrong?.length ?? 0, right?.length ?? 0) <= 2 &&
    !/\d/.test(`${wrong}${right}`)
  );
};
