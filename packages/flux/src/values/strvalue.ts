import type { ValuesItem } from './mutable.ts';
import type { Reader } from './reader.ts';

/**
 * How the text of a value is parsed: with guessed types, or as strings only. `{a,b}` is a list in
 * both styles.
 */
export type ValueStyle = 'typed' | 'string';

/**
 * Reads the value after `=`, up to a comma or the end; undefined at the end of the input.
 */
export const readValue = (input: Reader, style: ValueStyle): ValuesItem | undefined => {
  if (input.atEnd()) return undefined;
  if (!input.skip('{')) return guess(input.until(',').text, style);
  const list: ValuesItem[] = [];
  for (;;) {
    const { text, stop } = input.until(',}');
    if (stop === undefined) throw new SyntaxError("a list must end with '}'");
    list.push(guess(text, style));
    if (stop === '}') {
      input.skip(',');
      return list;
    }
  }
};

const words = new Map<string, ValuesItem>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['0', 0],
]);

const guess = (text: string, style: ValueStyle): ValuesItem => {
  if (style === 'string') return text;
  const word = words.get(text.toLowerCase());
  if (word !== undefined) return word;
  return /^([-+]\d+|[1-9]\d*)$/.test(text) && isInt64(text) ? Number(text) : text;
};

const isInt64 = (text: string): boolean => {
  const digits = text.replace('+', '');
  return BigInt.asIntN(64, BigInt(digits)) === BigInt(digits);
};
