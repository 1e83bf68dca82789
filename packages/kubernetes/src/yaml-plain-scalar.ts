import type { Json } from '@helm-charts/types';
import { composeDocument } from './yaml-compose.ts';
import { contentOf } from './yaml-content.ts';

/** Thrown for YAML that the library has to read. */
export class NotPlain extends Error {}

/** A text without the comment at its end. */
export const withoutComment = (text: string): string => text.replace(/(?:^| )#.*$/, '').trimEnd();

/** The key at the begin of a line, and what is behind its colon; undefined if there is none. */
export const keyOf = (
  text: string,
): { readonly key: string; readonly rest: string } | undefined => {
  const [whole, plain, quoted] = keyed.exec(text) ?? [];
  if (whole === undefined || whole.length > longestKey) return undefined;
  const key = quoted === undefined ? plainText(plain ?? '') : quotedText(quoted);
  if (typeof key !== 'string' || key in Object.prototype) throw new NotPlain();
  return { key, rest: text.slice(whole.length) };
};

const keyed = /^(?:([A-Za-z0-9_./$][^\s:#"'{}[\],&*!|>%@`]*)|("[^"\\]*"|'[^']*')) *:(?: +|$)/;

/** YAML allows 1024 characters. */
const longestKey = 500;

/** A scalar on one line in block style, with a comment or without. */
export const scalarOf = (text: string): Json => {
  const first = text[0];
  if (first === '"' || first === "'") {
    const quoted = (first === '"' ? double : single).exec(text)?.[1];
    return quoted === undefined ? closely(text) : quotedText(quoted);
  }
  const plain = withoutComment(text);
  if (!/^[A-Za-z0-9_./$~<=(^+\\;-]/.test(plain) || /:(?: |$)|^- |^-$/.test(plain))
    throw new NotPlain();
  return plainText(plain);
};

/** The value of a text in quotes. */
export const quotedText = (quoted: string): string =>
  quoted.startsWith('"')
    ? (JSON.parse(quoted) as string)
    : quoted.slice(1, -1).replaceAll("''", "'");

const double = /^("(?:[^"\\]|\\["\\/bfnrt])*") *(?: #.*)?$/;
const single = /^('(?:[^']|'')*') *(?: #.*)?$/;

/** The value of a text without quotes. */
export const plainText = (text: string): Json => {
  if (isWord.test(text)) return isSpecial.test(text) ? closely(text) : text;
  if (isNumber.test(text)) return Number(text);
  return isNoNumber.test(text) ? text : closely(text);
};

const isWord = /^(?:[A-Za-z_/$(]|\.\.?\/)/;
const isSpecial = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?\d+|_[\d_.e+-]*)$/i;
const isNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,14})?$/;
/** Has a character that no number has, or more than one point. */
const isNoNumber = /^\d(?:.*[g-mp-wyzG-MP-WYZ/%@, ]|\d*(?:\.\d+){2,}$)/;

const known = new Map<string, Json>();

/** What the library reads. Few texts differ that need it. */
const closely = (text: string): Json => {
  const found = known.get(text);
  if (found !== undefined) return found;
  const { document } = composeDocument(text);
  const { value, problems, duplicates } = contentOf(document);
  const isFine =
    document.errors.length + document.warnings.length + problems.length + duplicates.length === 0;
  if (!isFine || (typeof value === 'object' && value !== null)) throw new NotPlain();
  if (known.size < 10_000) known.set(text, value);
  return value;
};
