import type { Json } from '@helm-charts/types';
import { plainBlock } from './yaml-plain-block.ts';
import { emptyFlow, flowValue } from './yaml-plain-flow.ts';
import { type PlainPlaces, placesOf } from './yaml-plain-places.ts';
import { keyOf, NotPlain, scalarOf, withoutComment } from './yaml-plain-scalar.ts';
import { sizeOf } from './yaml-plain-size.ts';

/** A document of a stream of plain YAML. */
export interface PlainDocument {
  readonly value: Json;
  /** The line of its first content; `end` is the line of the next document or of the end. */
  readonly line: number;
  readonly end: number;
}

/**
 * Reads the documents of a stream whose YAML is plain: maps and lists in block style, texts on one line, literal blocks, and anchors
 * of texts. Most files are, and the `yaml` library, which keeps the positions of all nodes, takes many times longer. Undefined for
 * a stream that is not plain or has an error; the library reads it then. With `places`, the lines are noted there.
 */
export const readPlain = (
  text: string,
  places?: PlainPlaces,
): readonly PlainDocument[] | undefined => {
  if (unusual.test(text) || /^(?:%|\.\.\.)/m.test(text)) return undefined;
  const input: Input = { lines: text.split('\n'), at: 0, anchors: new Map(), aliased: 0, places };
  const documents: PlainDocument[] = [];
  try {
    while (input.at < input.lines.length || documents.length === 0) {
      documents.push(documentIn(input));
    }
    return documents;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
};

/** Characters that a line of YAML does not have, or that need a closer look. */
const unusual = /[^\t\n -~\u00a0-\u2027\u202a-\ufefe]/;

/** The lines of a text, and the number of the one to read next, from 0. */
interface Input {
  readonly lines: readonly string[];
  at: number;
  readonly anchors: Map<string, Json>;
  aliased: number;
  readonly places: PlainPlaces | undefined;
}

/** Go bounds the nodes that aliases stand for from 100 on (yaml-content.ts). */
const mostAliased = 100;
/** Of maps and lists in each other. */
const deepest = 100;
const documentIn = (input: Input): PlainDocument => {
  const first = next(input);
  if (first !== undefined && isMark(first.text)) {
    if (withoutComment(first.text.slice(3)) !== '') throw new NotPlain();
    input.at += 1;
  }
  input.anchors.clear();
  input.aliased = 0;
  const content = next(input);
  const line = input.at + 1;
  const isEmpty = content === undefined || isMark(content.text);
  const value = isEmpty ? null : nodeAt(input, content, content.indent, 0);
  const after = next(input);
  if (after !== undefined && !isMark(after.text)) throw new NotPlain();
  return { value, line, end: after === undefined ? input.lines.length : input.at + 1 };
};

interface Line {
  readonly indent: number;
  /** Without its indentation, and not empty. */
  readonly text: string;
}

const isMark = (text: string): boolean => /^---(?: |$)/.test(text);

/** The next line with content, which is not taken. */
const next = (input: Input): Line | undefined => {
  for (; input.at < input.lines.length; input.at += 1) {
    const line = input.lines[input.at] ?? '';
    const indent = line.search(/[^ ]/);
    if (indent < 0 || line[indent] === '#') continue;
    const text = line.slice(indent);
    if (text.includes('\t') || (indent > 0 && isMark(text))) throw new NotPlain();
    return { indent, text };
  }
  return undefined;
};

/** The map or list that begins in a line, which is the next one; its members begin at `indent`. */
const nodeAt = (input: Input, line: Line, indent: number, depth: number): Json => {
  if (depth > deepest) throw new NotPlain();
  return isItem(line.text) ? listAt(input, indent, depth) : mapAt(input, line, indent, depth);
};

const isItem = (text: string): boolean => text === '-' || text.startsWith('- ');

const listAt = (input: Input, indent: number, depth: number): Json => {
  const items: Json[] = [];
  const places = placesOf(input.places, items);
  for (let line = next(input); line?.indent === indent; line = next(input)) {
    if (!isItem(line.text)) break;
    places?.set(items.length, input.at + 1);
    items.push(itemOf(input, line.text, indent, depth));
  }
  return items;
};

const itemOf = (input: Input, text: string, indent: number, depth: number): Json => {
  const rest = text.slice(1).trimStart();
  // Where the value begins needs a closer look.
  if (input.places && (rest === '' || /^[#&]/.test(rest))) throw new NotPlain();
  const column = indent + text.length - rest.length;
  if (rest !== '' && !rest.startsWith('#') && (isItem(rest) || keyOf(rest) !== undefined)) {
    const line = { indent: column, text: rest };
    return isItem(rest)
      ? listWithin(input, line, depth + 1)
      : mapAt(input, line, column, depth + 1);
  }
  input.at += 1;
  return valueAt(input, rest, indent, indent + 1, depth);
};

/** A list whose first item is in the line of the item of another list. */
const listWithin = (input: Input, { indent, text }: Line, depth: number): Json => {
  if (depth > deepest) throw new NotPlain();
  const line = input.at + 1;
  const first = itemOf(input, text, indent, depth);
  const others = next(input)?.indent === indent ? (listAt(input, indent, depth) as Json[]) : [];
  const items = [first, ...others];
  const places = placesOf(input.places, items)?.set(0, line);
  for (const [at, place] of input.places?.get(others) ?? []) places?.set(Number(at) + 1, place);
  return items;
};

const mapAt = (input: Input, first: Line, indent: number, depth: number): Json => {
  if (depth > deepest) throw new NotPlain();
  const map: Record<string, Json> = {};
  const places = placesOf(input.places, map);
  for (let line: Line | undefined = first; line?.indent === indent; line = next(input)) {
    if (isMark(line.text) && indent === 0) break;
    const member = keyOf(line.text);
    if (member === undefined || Object.hasOwn(map, member.key)) throw new NotPlain();
    input.at += 1;
    places?.set(member.key, input.at);
    // The items of a list may begin where the keys of the map do.
    map[member.key] = valueAt(input, member.rest, indent, indent, depth);
  }
  return map;
};

/** The value behind a key or a `-`; a list below it begins at `list` or further right, everything else right of `indent`. */
const valueAt = (input: Input, text: string, indent: number, list: number, depth: number): Json => {
  const [, anchor, rest = text] = /^&([\w-]+)(?: +(.*))?$/.exec(text) ?? [];
  const value = ownValue(
    input,
    anchor === undefined ? text : rest === text ? '' : rest,
    indent,
    list,
    depth,
  );
  if (anchor !== undefined) input.anchors.set(anchor, value);
  return value;
};

const ownValue = (
  input: Input,
  text: string,
  indent: number,
  list: number,
  depth: number,
): Json => {
  if (text === '' || text.startsWith('#')) {
    const below = next(input);
    if (below === undefined) return null;
    const isList = isItem(below.text);
    if (below.indent > indent || (isList && below.indent >= list)) {
      return nodeAt(input, below, below.indent, depth + 1);
    }
    return null;
  }
  if (/^[|>]/.test(text)) return plainBlock(input, withoutComment(text), indent);
  if (text === '{' || text === '[') return emptyFlow(input, text, indent);
  const value = lineValue(input, text);
  const line = input.at;
  const after = next(input);
  if (after === undefined || after.indent <= indent) return value;
  // An empty line or a comment in between needs a closer look.
  if (input.at !== line || /^["'[{*]/.test(text)) throw new NotPlain();
  return foldedText(input, text, indent);
};

/** A text without quotes that goes on in the next lines, as Go folds long ones. */
const foldedText = (input: Input, first: string, indent: number): Json => {
  const lines = [first];
  const start = input.at;
  for (let line = next(input); line !== undefined && line.indent > indent; line = next(input)) {
    if (input.at - start !== lines.length - 1 || line.text.endsWith(':')) throw new NotPlain();
    lines.push(line.text.trimEnd());
    input.at += 1;
  }
  if (lines.some((line) => line.includes(' #'))) throw new NotPlain();
  return scalarOf(lines.join(' '));
};

const lineValue = (input: Input, text: string): Json => {
  const alias = /^\*([\w-]+) *(?: #.*)?$/.exec(text)?.[1];
  if (alias !== undefined) {
    const value = input.anchors.get(alias);
    if (value === undefined) throw new NotPlain();
    input.aliased += sizeOf(value);
    if (input.aliased > mostAliased) throw new NotPlain();
    // The fields of an alias have no lines of their own.
    return input.places ? structuredClone(value) : value;
  }
  return /^[[{]/.test(text) ? flowValue(text) : scalarOf(text);
};
