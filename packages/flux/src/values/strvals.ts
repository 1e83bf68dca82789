import { isValues, type Values, type ValuesItem } from './mutable.ts';
import { type Reader, reader } from './reader.ts';
import { readValue, type ValueStyle } from './strvalue.ts';

/**
 * Sets the value at a path like `a.b[0].c` within `values`, in place, as `helm --set PATH=TEXT`
 * does (helm: pkg/strvals/parser.go): `\` escapes a character, and a comma starts the next `path=text`. With
 * further `path=text`. With the style `literal` the text is used unchanged.
 * @throws {SyntaxError} If Helm would reject the text. The message says why.
 */
export const setPath = (
  values: Values,
  path: string,
  text: string,
  style: ValueStyle | 'literal',
): void => {
  const input = reader(style === 'literal' ? `${path}=` : `${path}=${text}`);
  const read = style === 'literal' ? () => text : () => readValue(input, style);
  while (!setKey(input, values, read, 0)) {}
};

const maxNesting = 30;
const maxIndex = 65_536;

/**
 * Reads the value after `=`; undefined at the end of the input, which Helm reads as an empty
 * string.
 */
type ReadValue = () => ValuesItem | undefined;

/** Sets one key. Returns true at the end of the input. */
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
    if (found !== undefined && !Array.isArray(found))
      throw new SyntaxError(`"${key}" is not a list`);
    const { list, end } = setItem(input, found ?? [], readIndex(input), read, nesting);
    set(values, key, list);
    return end;
  }
  if (nesting >= maxNesting) throw new SyntaxError(`a path has at most ${maxNesting} dots`);
  if (found !== undefined && !isValues(found)) throw new SyntaxError(`"${key}" is not a mapping`);
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

/**
 * Sets the item at `[index]`. A list that is long enough is changed in place; a shorter one is
 * copied.
 */
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
      throw new SyntaxError(`the item at index ${index} is not a list`);
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
    throw new SyntaxError(`"[${text}" is not an index from 0 to ${maxIndex} in brackets`);
  }
  return index;
};
