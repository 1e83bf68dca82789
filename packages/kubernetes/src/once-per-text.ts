/**
 * Returns a function that does `work` once for a text. The scenarios of a chart and the variants of a profile have the same scripts,
 * configuration files and variables. Of a text with less than `shortest` characters nothing is kept: most work takes no longer
 * than to look for it.
 * @example
 * const countLines = oncePerText((text) => text.split('\n').length);
 */
export const oncePerText = <Result>(
  work: (text: string) => Result,
  shortest = 2000,
): ((text: string) => Result) => {
  const known = new Map<string, { readonly result: Result }>();
  let size = 0;
  return (text) => {
    if (text.length < shortest) return work(text);
    const kept = known.get(text);
    if (kept !== undefined) return kept.result;
    const result = work(text);
    size += text.length + header;
    if (size > most) {
      known.clear();
      size = text.length + header;
    }
    known.set(text, { result });
    return result;
  };
};

/** How many characters of texts are kept. */
const most = 5_000_000;

/** About what is kept of a text besides its characters. */
const header = 200;
