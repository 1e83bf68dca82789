/** Where a source says the version, as `version: '1.2.3'`. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/**
 * Replaces the version of a chart in its `src/chart.ts`. Undefined if the source does not say it as a text in exactly one place; of several, the one
 * outside of the others counts.
 */
export const replaceVersion = (source: string, from: string, to: string): string | undefined => {
  const places = placesOf(source, from);
  const depth = Math.min(...places.map((one) => one.depth));
  const [only, ...more] = places.filter((one) => one.depth === depth);
  if (only === undefined || more.length > 0) return undefined;
  return `${source.slice(0, only.start)}${to}${source.slice(only.end)}`;
};

/** Comments, texts, regular expressions, brackets, and everything else that could hide a bracket or a quote. */
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(,=:[!&|?{;]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/|[{}()[\]]|[A-Za-z_$][\w$]*|:|\S/g;

const placesOf = (source: string, version: string): readonly Place[] => {
  const found: Place[] = [];
  let depth = 0;
  let before: readonly [string, string] = ['', ''];
  for (const { 0: token, index } of source.matchAll(tokens)) {
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    if ('{(['.includes(token)) depth += 1;
    if ('})]'.includes(token)) depth -= 1;
    const isText = /^['"`]/.test(token) && token.slice(1, -1) === version;
    if (isText && /^["']?version["']?$/.test(before[0]) && before[1] === ':')
      found.push({ start: index + 1, end: index + token.length - 1, depth });
    before = [before[1], token];
  }
  return found;
};
