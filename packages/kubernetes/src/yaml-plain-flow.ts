import type { Json } from '@helm-charts/types';
import { NotPlain, plainText, quotedText } from './yaml-plain-scalar.ts';

/** A map or list in flow style on one line, with a comment or without. */
export const flowValue = (text: string): Json => {
  const input = { text, at: 0 };
  const value = nodeIn(input, 0);
  const rest = text.slice(input.at);
  const isComment = rest.startsWith('#') && text[input.at - 1] === ' ';
  if (rest !== '' && !isComment) throw new NotPlain();
  return value;
};

/** A map or list that has nothing but comments, each on a line of its own: values of a chart that are not set. */
export const emptyFlow = (
  input: { readonly lines: readonly string[]; at: number },
  mark: '{' | '[',
  indent: number,
): Json => {
  for (; input.at < input.lines.length; input.at += 1) {
    const line = input.lines[input.at] ?? '';
    const own = line.search(/[^ ]/);
    if (own < 0 || line[own] === '#') continue;
    if (own <= indent || line.slice(own) !== (mark === '{' ? '}' : ']')) throw new NotPlain();
    input.at += 1;
    return mark === '{' ? {} : [];
  }
  throw new NotPlain();
};

interface Input {
  readonly text: string;
  at: number;
}

const nodeIn = (input: Input, depth: number): Json => {
  if (depth > 50) throw new NotPlain();
  if (take(input, '[')) return listIn(input, depth);
  return take(input, '{') ? mapIn(input, depth) : scalarIn(input);
};

const listIn = (input: Input, depth: number): Json => {
  const items: Json[] = [];
  while (!take(input, ']')) {
    items.push(nodeIn(input, depth + 1));
    if (!take(input, ',') && input.text[input.at] !== ']') throw new NotPlain();
  }
  return items;
};

const mapIn = (input: Input, depth: number): Json => {
  const map: Record<string, Json> = {};
  while (!take(input, '}')) {
    const key = scalarIn(input);
    if (
      typeof key !== 'string' ||
      key in Object.prototype ||
      Object.hasOwn(map, key) ||
      !take(input, ': ')
    )
      throw new NotPlain();
    map[key] = nodeIn(input, depth + 1);
    if (!take(input, ',') && input.text[input.at] !== '}') throw new NotPlain();
  }
  return map;
};

/** Takes a mark and the spaces behind it, if it is next. */
const take = (input: Input, mark: string): boolean => {
  if (!input.text.startsWith(mark, input.at)) return false;
  input.at += mark.length;
  while (input.text[input.at] === ' ') input.at += 1;
  return true;
};

const scalar =
  /("(?:[^"\\]|\\["\\/bfnrt])*"|'(?:[^']|'')*')|[A-Za-z0-9_./$][^\s:#,"'{}[\]&*!|>%@`]*(?::[^\s:#,"'{}[\]&*!|>%@`]+)*/y;

const scalarIn = (input: Input): Json => {
  scalar.lastIndex = input.at;
  const [text, quoted] = scalar.exec(input.text) ?? [];
  if (text === undefined) throw new NotPlain();
  input.at += text.length;
  while (input.text[input.at] === ' ') input.at += 1;
  // What is not the end of a scalar may belong to it.
  if (!/[,:\]}]/.test(input.text[input.at] ?? '')) throw new NotPlain();
  return quoted === undefined ? plainText(text) : quotedText(quoted);
};
