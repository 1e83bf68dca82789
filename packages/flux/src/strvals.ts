/** Values while they are being merged: the one mutable shape of them. */
export interface Values {
  [key: string]: ValuesItem;
}

export type ValuesItem = null | boolean | number | string | ValuesItem[] | Values;

/** How the text of a value is read: types guessed and `{a,b}` a list, always a string, or as it stands. */
export type ValueStyle = 'typed' | 'string' | 'literal';

/**
 * Sets the value at a path like `a.b[0].c` within `values`, in place, as `helm --set PATH=TEXT` does (helm: pkg/strvals/parser.go):
 * `\` escapes a character and, unless the style is `literal`, a comma in the text begins a further `path=text`.
 * Throws a SyntaxError with a sentence where Helm would refuse.
 */
export const setPath = (values: Values, path: string, text: string, style: ValueStyle): void => {
  const input = reader(style === 'literal' ? `${path}=` : `${path}=${text}`);
  const read: ReadValue = style === 'literal' ? () => text : () => readValue(input, style);
  while (!setKey(input, values, read, 0)) {}
};

/** Whether an item is a mapping. */
export const isValues = (item: ValuesItem | undefined): item is Values =>
  typeof item === 'object' && item !== null && !Array.isArray(item);

const maxNesting = 30;
const maxIndex = 65_536;

/** Reads what stands behind `=`; undefined at the end of the input, which Helm takes for an empty string. */
type ReadValue = () => ValuesItem | undefined;

interface Reader {
  /** The text up to one of the stops, which is consumed, and that stop; no stop at the end of the input. */
  until(stops: string): { readonly text: string; readonly stop: string | undefined };
  /** Consumes a character if it is the next one. */
  skip(char: string): boolean;
  atEnd(): boolean;
}

const reader = (input: string): Reader => {
  const chars = [...input];
  let next = 0;
  return {
    until(stops) {
      let text = '';
      while (next < chars.length) {
        const char = chars[next++] ?? '';
        if (stops.includes(char)) return { text, stop: char };
        text += char === '\\' ? (chars[next++] ?? '') : char;
      }
      return { text, stop: undefined };
    },
    skip(char) {
      if (chars[next] !== char) return false;
      next += 1;
      return true;
    },
    atEnd: () => next >= chars.length,
  };
};

/** Sets one key; true once the input is at its end. */
const setKey = (input: Reader, values: Values, read: ReadValue, nesting: number): boolean => {
  const { text: key, stop } = input.until('=[,.');
  if (stop === undefined) {
    if (key === '') return true;
    throw new SyntaxError(`key "${key}" has no value`);
  }
  if (stop === ',') throw new SyntaxError(`key "${key}" has no value (cannot end with ,)`);
  if (stop === '=') {
    const value = read();
    set(values, key, value === undefined ? '' : value);
    return value === undefined;
  }
  const found = Object.hasOwn(values, key) ? values[key] : undefined;
  if (stop === '[') {
    if (found !== undefined && !Array.isArray(found)) throw new SyntaxError(`"${key}" is no list`);
    const { list, end } = setItem(input, found ?? [], readIndex(input), read, nesting);
    set(values, key, list);
    return end;
  }
  if (nesting >= maxNesting) throw new SyntaxError(`a path has at most ${maxNesting} dots`);
  if (found !== undefined && !isValues(found)) throw new SyntaxError(`"${key}" is no mapping`);
  const inner = found ?? {};
  const end = setKey(input, inner, read, nesting + 1);
  const isEmpty = Object.keys(inner).length === 0;
  if (isEmpty && !end) throw new SyntaxError(`key map "${key}" has no value`);
  if (!isEmpty) set(values, key, inner);
  return end;
};

interface SetItem {
  readonly list: ValuesItem[];
  readonly end: boolean;
}

/** Sets what stands behind `[index]`. A list that is long enough is changed in place, a shorter one is copied. */
const setItem = (
  input: Reader,
  list: ValuesItem[],
  index: number,
  read: ReadValue,
  nesting: number,
): SetItem => {
  const { text, stop } = input.until('[.=');
  if (text !== '') throw new SyntaxError(`unexpected "${text}" after an index`);
  if (stop === undefined) return { list, end: true };
  if (stop === '=') {
    const value = read();
    return { list: withItem(list, index, value === undefined ? '' : value), end: false };
  }
  const found = list[index];
  if (stop === '[') {
    if (found !== undefined && found !== null && !Array.isArray(found)) {
      throw new SyntaxError(`the item at index ${index} is no list`);
    }
    const inner = setItem(input, found ?? [], readIndex(input), read, nesting);
    return inner.end
      ? { list, end: true }
      : { list: withItem(list, index, inner.list), end: false };
  }
  const inner = isValues(found) ? found : {};
  if (index < list.length) list[index] = inner;
  const end = setKey(input, inner, read, nesting);
  return end ? { list, end } : { list: withItem(list, index, inner), end };
};

const set = (values: Values, key: string, value: ValuesItem): void => {
  if (key !== '') values[key] = value;
};

const withItem = (list: ValuesItem[], index: number, item: ValuesItem): ValuesItem[] => {
  const long =
    index < list.length ? list : Array.from({ length: index + 1 }, (_, i) => list[i] ?? null);
  long[index] = item;
  return long;
};

const readIndex = (input: Reader): number => {
  const { text, stop } = input.until(']');
  const index = Number(text);
  if (stop === undefined || !/^\+?\d+$/.test(text) || index > maxIndex) {
    throw new SyntaxError(`"[${text}" is no index from 0 to ${maxIndex} in brackets`);
  }
  return index;
};

const readValue = (input: Reader, style: ValueStyle): ValuesItem | undefined => {
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
