/**
 * Returns a function that does `work` once for a long text. The scenarios of a chart and the variants of a profile have the same
 * scripts and configuration files.
 * @example
 * const countLines = oncePerText((text) => text.split('\n').length);
 */
export const oncePerText = <Result>(work: (text: string) => Result): ((text: string) => Result) => {
  const known = new Map<string, { readonly result: Result }>();
  return (text) => {
    if (text.length < shortest) return work(text);
    const kept = known.get(text);
    if (kept !== undefined) return kept.result;
    const result = work(text);
    if (known.size >= most) known.clear();
    known.set(text, { result });
    return result;
  };
};

/** In characters. Of a shorter text the work takes no longer than to look for it. */
const shortest = 2000;

/** How many texts are kept. */
const most = 100;
