import { parseLocatedYaml } from '@helm-charts/kubernetes';
import { isMap, isScalar, type Pair, type YAMLMap } from '@helm-charts/kubernetes/yaml';
import type { Path } from './fault.ts';

/**
 * Moves a value of a YAML text to another path, with the comment above it. All other lines stay the same byte for byte.
 * Returns undefined if the value must be moved by hand, for instance if it is in braces.
 */
export const moveValue = (text: string, from: Path, to: Path): string | undefined => {
  const found = pairAt(text, from);
  if (found === undefined) return undefined;
  const key = found.pair.key;
  const isSibling =
    from.length === to.length && from.slice(0, -1).every((step, at) => step === to[at]);
  if (isSibling && isScalar(key) && key.range) {
    const [start, end] = key.range;
    return `${text.slice(0, start)}${keyText(to.at(-1))}${text.slice(end)}`;
  }
  const own = linesOf(text, found, { withComment: true });
  const target = targetOf(text, to);
  if (own === undefined || target === undefined) return undefined;
  const removed = removalOf(text, from, target.path) ?? own;
  const rest = to.slice(target.path.length);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const around = rest
    .slice(0, -1)
    .map((step, at) => `${target.indent}${'  '.repeat(at)}${keyText(step)}:${end}`);
  const indent = `${target.indent}${'  '.repeat(rest.length - 1)}`;
  const body = reindented(withKey(text, found, own, keyText(to.at(-1))), own.indent, indent);
  const isOpen = target.offset > 0 && text[target.offset - 1] !== '\n';
  const inserted = `${isOpen ? end : ''}${around.join('')}${body}${body.endsWith('\n') ? '' : end}`;
  const [start, stop] = [Math.min(own.start, removed.start), Math.max(own.end, removed.end)];
  const without = (part: string, offset: number): string =>
    part.slice(0, Math.max(0, start - offset)) + part.slice(Math.max(0, stop - offset));
  const [head, tail] = [text.slice(0, target.offset), text.slice(target.offset)];
  return without(head, 0) + inserted + without(tail, target.offset);
};

/** Removes a value from a YAML text, and mappings that become empty. Comments stay. */
export const removeValue = (text: string, path: Path): string | undefined => {
  const cut = removalOf(text, path, []);
  return cut && `${text.slice(0, cut.start)}${text.slice(cut.end)}`;
};

interface Found {
  readonly pair: Pair;
  readonly map: YAMLMap;
}

interface Lines {
  readonly start: number;
  readonly end: number;
  readonly indent: string;
}

const pairAt = (text: string, path: Path): Found | undefined => {
  let map: unknown = parseLocatedYaml(text, '').document.contents;
  for (const [at, step] of path.entries()) {
    if (!isMap(map)) return undefined;
    const pair: Pair | undefined = map.items.find(
      (one) => isScalar(one.key) && String(one.key.value) === step,
    );
    if (pair === undefined) return undefined;
    if (at === path.length - 1) return { pair, map };
    map = pair.value;
  }
  return undefined;
};

/** The lines of a pair; undefined if other pairs are on the same lines. */
const linesOf = (
  text: string,
  { pair, map }: Found,
  { withComment }: { readonly withComment: boolean },
): Lines | undefined => {
  const range = isScalar(pair.key) ? pair.key.range : undefined;
  if (map.flow || !range) return undefined;
  const line = text.lastIndexOf('\n', range[0] - 1) + 1;
  const indent = text.slice(line, range[0]);
  if (!/^ *$/.test(indent)) return undefined;
  const start = withComment ? commentAbove(text, line, indent) : line;
  return { start, end: endOf(text, pair), indent };
};

const endOf = (text: string, { key, value }: Pair): number => {
  const range = Object(value).range ?? Object(key).range;
  // The end of a value; the rest of its line is a comment.
  const last: number = range?.[1] ?? text.length;
  if (text[last - 1] === '\n') return last;
  const newline = text.indexOf('\n', last);
  return newline === -1 ? text.length : newline + 1;
};

/** The start of the comment directly above a line. A comment at the start of the file belongs to the file. */
const commentAbove = (text: string, line: number, indent: string): number => {
  let start = line;
  while (start > 0) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (!text.slice(before, start).startsWith(`${indent}#`)) return start;
    start = before;
  }
  return line;
};

/**
 * The lines to remove for a value: those of the outermost mapping that contains nothing else and receives no other
 * value.
 */
const removalOf = (text: string, path: Path, kept: Path): Lines | undefined => {
  const outer = path.slice(0, -1);
  const found = pairAt(text, path);
  if (found === undefined) return undefined;
  const isKept = kept.length >= outer.length && outer.every((step, at) => step === kept[at]);
  if (outer.length > 0 && found.map.items.length === 1 && !isKept)
    return removalOf(text, outer, kept);
  return linesOf(text, found, { withComment: false });
};

/** The nearest existing parent mapping of a path, and the position for another pair in it. */
const targetOf = (
  text: string,
  to: Path,
): { readonly path: Path; readonly offset: number; readonly indent: string } | undefined => {
  for (let length = to.length - 1; length >= 0; length -= 1) {
    const path = to.slice(0, length);
    const map =
      length === 0 ? parseLocatedYaml(text, '').document.contents : pairAt(text, path)?.pair.value;
    if (map === undefined) continue;
    const last = isMap(map) && !map.flow ? map.items.at(-1) : undefined;
    const lines =
      isMap(map) && last ? linesOf(text, { pair: last, map }, { withComment: false }) : undefined;
    return lines && { path, offset: lines.end, indent: lines.indent };
  }
  return undefined;
};

const withKey = (text: string, { pair }: Found, { start, end }: Lines, key: string): string => {
  const [from, to] = Object(pair.key).range as readonly [number, number];
  return `${text.slice(start, from)}${key}${text.slice(to, end)}`;
};

const reindented = (lines: string, from: string, to: string): string =>
  lines
    .split('\n')
    .map((line) =>
      line.startsWith(from) && line.trim() !== '' ? `${to}${line.slice(from.length)}` : line,
    )
    .join('\n');

const keyText = (key: string | number | undefined): string =>
  /^[A-Za-z_][\w./-]*$/.test(String(key)) ? String(key) : JSON.stringify(String(key));
