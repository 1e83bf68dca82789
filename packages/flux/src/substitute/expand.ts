import { type Expression, type Part, parseExpressions } from './expression.ts';
import { trimPrefix, trimSuffix } from './trim.ts';

/** A text after substitution, and the names of the variables that are not set. */
export interface Expanded {
  readonly text: string;
  readonly unset: readonly string[];
}

/** In characters. The API server takes requests of at most 3 MiB, and a few variables can make gigabytes. */
const longest = 3 * 1024 * 1024;

/**
 * Substitutes the variables of a text as Flux does in strict mode, the default (fluxcd/pkg:
 * envsubst/template.go): a variable that is not set is an error unless the expression has a
 * default. `unknown` is the value of variables that only the cluster knows, in place of that error.
 * @throws {SyntaxError} If an expression is invalid, or the text becomes too long. The message says why.
 */
export const expand = (
  text: string,
  variables: ReadonlyMap<string, string>,
  unknown?: string,
): Expanded => {
  const unset = new Set<string>();
  const evaluate = (part: Part): string => {
    if (typeof part === 'string') return part;
    const args = part.args.map(evaluate);
    const value = variables.get(part.name) ?? (isDefault(part) ? undefined : unknown);
    if (value === undefined && !isDefault(part)) unset.add(part.name);
    return apply(part.operator, value ?? '', args);
  };
  let length = 0;
  const parts = parseExpressions(text).map((part) => {
    const expanded = evaluate(part);
    length += expanded.length;
    if (length > longest)
      throw new SyntaxError('the object becomes larger than 3 MiB, which the API server rejects');
    return expanded;
  });
  const expanded = parts.join('');
  return { text: expanded, unset: [...unset] };
};

const isDefault = ({ operator }: Expression): boolean => /^(=|:[=?+-])$/.test(operator);

const apply = (operator: string, value: string, args: readonly string[]): string => {
  const [first = '', second = ''] = args;
  switch (operator) {
    case '#':
      return args.length === 0
        ? String(Buffer.byteLength(value))
        : trimPrefix(value, first, 'shortest');
    case '##':
      return trimPrefix(value, first, 'longest');
    case '%':
      return trimSuffix(value, first, 'shortest');
    case '%%':
      return trimSuffix(value, first, 'longest');
    case ',':
      return value.replace(/^./u, (char) => char.toLowerCase());
    case ',,':
      return value.toLowerCase();
    case '^':
      return value.replace(/^./u, (char) => char.toUpperCase());
    case '^^':
      return value.toUpperCase();
    case ':':
      return substring(value, args);
    case '/':
      return value.replace(first, () => second);
    case '//':
      return value.replaceAll(first, () => second);
    case '/#':
      return args.length === 2 && value.startsWith(first)
        ? second + value.slice(first.length)
        : value;
    case '/%':
      return args.length === 2 && value.endsWith(first)
        ? value.slice(0, value.length - first.length) + second
        : value;
    default:
      return value === '' ? args.join('') : value;
  }
};

/** Counts bytes, as Go strings do. An argument that is not a number leaves the value unchanged. */
const substring = (value: string, [offset = '', length]: readonly string[]): string => {
  if (!isInteger(offset) || (length !== undefined && !isInteger(length))) return value;
  const bytes = Buffer.from(value);
  const from = Number(offset) < 0 ? Math.max(0, bytes.length + Number(offset)) : Number(offset);
  if (length === undefined || from + Number(length) >= bytes.length) {
    return bytes.subarray(from).toString();
  }
  if (Number(length) < 0) throw new SyntaxError(`the length ${length} is negative`);
  return bytes.subarray(from, from + Number(length)).toString();
};

const isInteger = (text: string): boolean => /^[+-]?\d+$/.test(text);
