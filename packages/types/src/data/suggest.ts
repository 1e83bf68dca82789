/** The candidate that is most like a misspelt word; undefined where none is close. */
export const closest = (word: string, candidates: readonly string[]): string | undefined => {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, away: distance(plain(word), plain(candidate)) }))
    .filter(({ away }) => away <= limit)
    .toSorted((a, b) => a.away - b.away);
  return best?.candidate;
};

/** Upper and lower case, hyphens and underscores are mixed up most often. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_]/g, '');

/** How many letters must be inserted, removed, replaced or swapped with the next one. */
const distance = (a: string, b: string): number => {
  let [before, row]: readonly number[][] = [
    [],
    Array.from({ length: b.length + 1 }, (_, at) => at),
  ];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row?.[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row?.[j - 1] ?? 0) + (same ? 0 : 1),
          isSwap ? (before?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return row?.[b.length] ?? 0;
};
