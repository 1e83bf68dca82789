/**
 * Tells whether a range of a source text may contain one of the operators, statements and calls whose operands must not be references. It
 * also finds them in comments and strings. To look at the text first saves the work of decoding most of the syntax tree.
 */
export const operatorsIn = (text: string): ((from: number, to: number) => boolean) => {
  const places = [...text.matchAll(operator)].map(({ index }) => index);
  return (from, to) => {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return (places[low] ?? Number.POSITIVE_INFINITY) < to;
  };
};

/** A question mark before a colon makes a parameter or a field optional, and one before a name reads a field. */
const operator = /\?(?!:|\.(?!\d))|!|&&|\|\||==|\+|\$\{|\b(?:if|while|stringify)\b/g;
