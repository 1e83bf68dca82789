/**
 * Whether one version of the application is newer than another. Of one release the candidates come first, `rc.2` before `rc.10`; what follows a `+`
 * does not count. A version that does not begin with a number is not newer than any.
 */
export const isNewer = (one: string, than: string): boolean => {
  const [a, b] = [parse(one), parse(than)];
  return a !== undefined && b !== undefined && compare(a, b) > 0;
};

interface Version {
  readonly numbers: readonly number[];
  /** Undefined for a release. */
  readonly candidate?: { readonly word: string; readonly numbers: readonly number[] };
}

const parse = (version: string): Version | undefined => {
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(version)?.[1];
  if (numbers === undefined) return undefined;
  const [, candidate] = /-(.*)/.exec(version.split('+')[0] ?? '') ?? [];
  return {
    numbers: numbers.split('.').map(Number),
    ...(candidate !== undefined && {
      candidate: {
        word: /^\D*/.exec(candidate)?.[0] ?? '',
        numbers: (candidate.match(/\d+/g) ?? []).map(Number),
      },
    }),
  };
};

const compare = (a: Version, b: Version): number => {
  const byNumbers = compareNumbers(a.numbers, b.numbers);
  if (byNumbers !== 0) return byNumbers;
  if (a.candidate === undefined || b.candidate === undefined) {
    return Number(a.candidate === undefined) - Number(b.candidate === undefined);
  }
  const [one, other] = [a.candidate, b.candidate];
  if (one.word !== other.word) return one.word < other.word ? -1 : 1;
  return compareNumbers(one.numbers, other.numbers);
};

const compareNumbers = (a: readonly number[], b: readonly number[]): number => {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};
