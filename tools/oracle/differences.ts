/**
 * Returns the lines that differ, those of the first text with - and those of the second with +. A line in which the
 * first text differs from `again`, the result of another run, is not compared.
 */
export const differences = (
  first: readonly string[],
  second: readonly string[],
  again: readonly string[] = first,
): readonly string[] => {
  const length = Math.max(first.length, second.length);
  return Array.from({ length }, (_, index) => [first[index], second[index], again[index]]).flatMap(
    ([expected, actual, repeated]) =>
      expected === actual || expected !== repeated ? [] : [`- ${expected}`, `+ ${actual}`],
  );
};
