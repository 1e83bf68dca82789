import { parse } from 'yaml';

/** The entries of an index.yaml: the text of each chart, or its value if the file is one document of another form. */
export type Entries = ReadonlyMap<string, () => unknown>;

/**
 * Splits an index as Helm writes it into its charts, which are parsed only when they are read: of 20 MB, most people need one chart.
 * Undefined if it has no entries.
 */
export const entriesOf = (text: string): Entries | undefined => {
  const split = splitText(text);
  if (split !== undefined) return split;
  const whole = parseWhole(text);
  if (typeof whole !== 'object' || whole === null || !('entries' in whole)) return undefined;
  const { entries } = whole;
  if (entries === null) return new Map();
  if (typeof entries !== 'object') return undefined;
  return new Map(Object.entries(entries as object).map(([name, value]) => [name, () => value]));
};

/** Block style without anchors: two spaces and a name for each chart, below `entries:`. */
const splitText = (text: string): Entries | undefined => {
  const [head] = /^entries:[ \t]*\r?$/m.exec(text) === null ? [] : ['entries:'];
  if (head === undefined || !/^apiVersion:/m.test(text)) return undefined;
  const start = text.search(/^entries:/m) + head.length;
  const rest = text.slice(start);
  const end = rest.search(/^[^\s#-]/m);
  const body = end < 0 ? rest : rest.slice(0, end);
  const heads = [...body.matchAll(/^ {2}(?=[^\s#-])("[^"\\]*"|'[^']*'|[\w.-]+):[ \t]*\r?$/gm)];
  const keys = body.match(/^ {2}(?=[^\s#-])/gm)?.length ?? 0;
  const isPlain = !/^ {0,1}\S/m.test(body) && !/[:-] +[&*]\S/.test(body);
  if (heads.length === 0 || heads.length !== keys || !isPlain) return undefined;
  return new Map(
    heads.map(({ index, 0: line, 1: name = '' }, at) => {
      const entry = body.slice(index + line.length, heads[at + 1]?.index);
      return [name.replace(/^["']|["']$/g, ''), () => parse(entry) as unknown];
    }),
  );
};

/** Helm reads JSON faster, too (pkg/repo/index.go). */
const parseWhole = (text: string): unknown => {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text);
  } catch {
    return undefined;
  }
};
