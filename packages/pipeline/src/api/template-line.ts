import type { FieldPath } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';

/**
 * The line of a field in the template of an object, or of its nearest parent that the template writes; undefined if the
 * template has several objects of the kind and none with the name. It looks for the keys by their indentation, so that it
 * finds no field that an included template writes.
 */
export const templateLine = (
  template: string,
  { kind, metadata }: Manifest,
  path: FieldPath,
): number | undefined => {
  const lines = template.split('\n');
  const sections = sectionsOf(lines).filter(({ from, to }) =>
    lines.slice(from, to).some((line) => keyIn(line, 'kind')?.value === kind),
  );
  const named = sections.filter(({ from, to }) =>
    lines.slice(from, to).some((line) => keyIn(line, 'name')?.value === metadata.name),
  );
  const [section] = sections.length === 1 ? sections : named;
  if (section === undefined || (sections.length > 1 && named.length > 1)) return undefined;
  let block: Block | undefined = { ...section, indent: -1 };
  let found = lines.findIndex((line, at) => at >= section.from && keyIn(line, 'kind'));
  for (const key of path) {
    const next: Located | undefined =
      typeof key === 'number' ? itemIn(lines, block, key) : fieldIn(lines, block, key);
    if (next === undefined) break;
    found = next.line;
    block = next.block;
  }
  return found + 1;
};

/** Lines of a template from one to before another one, that are deeper than an indentation. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly indent: number;
}

/** A line, and what is below it. */
interface Located {
  readonly line: number;
  readonly block: Block;
}

const sectionsOf = (lines: readonly string[]): readonly Omit<Block, 'indent'>[] => {
  const starts = [
    0,
    ...lines.flatMap((line, index) => (line.startsWith('---') ? [index + 1] : [])),
  ];
  return starts.map((from, index) => ({ from, to: (starts[index + 1] ?? lines.length + 1) - 1 }));
};

/** A key at the start of a line, also of the first one of an item, with its indentation. */
const keyIn = (line: string, key: string) => {
  const [, before = '', found, value = ''] =
    /^(\s*(?:- )*)"?([^\s":{]+)"?:(?:\s+(.*?)\s*)?$/.exec(line) ?? [];
  return found === key
    ? { indent: before.length, value: value.replace(/^"(.*)"$/, '$1') }
    : undefined;
};

const fieldIn = (lines: readonly string[], block: Block, key: string): Located | undefined => {
  const indent = indentOf(lines, block);
  const line = lines.findIndex(
    (text, at) => at >= block.from && at < block.to && keyIn(text, key)?.indent === indent,
  );
  return line < 0 || indent === undefined ? undefined : below(lines, { ...block, indent }, line);
};

const itemIn = (lines: readonly string[], block: Block, index: number): Located | undefined => {
  const starts = lines.flatMap((text, at) =>
    at >= block.from && at < block.to && /^\s*- /.test(text)
      ? [{ at, indent: text.search(/\S/) }]
      : [],
  );
  const [first] = starts;
  const items = starts.filter(({ indent }) => indent === first?.indent);
  const item = items[index];
  if (item === undefined || items.some(({ at }) => isLooped(lines, at))) return undefined;
  const to = items[index + 1]?.at ?? block.to;
  return { line: item.at, block: { from: item.at, to, indent: item.indent } };
};

/** Whether a loop begins before a line, so that it writes more items than there are lines. */
const isLooped = (lines: readonly string[], at: number): boolean => {
  const before = lines.slice(0, at).findLastIndex((line) => !/^\s*(\{\{|#|$)/.test(line));
  return lines.slice(before + 1, at).some((line) => /\{\{-?\s*range\b/.test(line));
};

/** The indentation of the keys of a block, which is that of its first one. */
const indentOf = (lines: readonly string[], { from, to, indent }: Block): number | undefined =>
  lines
    .slice(from, to)
    .filter((line) => !/^\s*(\{\{|#|$)/.test(line))
    .map((line) =>
      line
        .replace(
          /^(\s*)((?:- )*)/,
          (_, space: string, dashes: string) => space + ' '.repeat(dashes.length),
        )
        .search(/\S/),
    )
    .find((own) => own > indent);

/** What is deeper than a line: until the next one that is not. A list may be as deep as its key. */
const below = (lines: readonly string[], { to, indent }: Block, line: number): Located => {
  const end = lines.findIndex(
    (text, at) =>
      at > line &&
      at < to &&
      !/^\s*(\{\{|#|$)/.test(text) &&
      text.search(/\S/) <= indent &&
      !isItem(text, indent),
  );
  return { line, block: { from: line + 1, to: end < 0 ? to : end, indent: indent - 1 } };
};

const isItem = (text: string, indent: number): boolean =>
  text.search(/\S/) === indent && text.trimStart().startsWith('- ');
