/** A part of a text with variables: plain text or an expression. */
export type Part = string | Expression;

/** `${NAME<operator><arguments>}`, for instance `${PORT:=80}`. */
export interface Expression {
  readonly name: string;
  /** The operator, such as `:=`, `//` or `^^`; empty for `${NAME}`. */
  readonly operator: string;
  /** The arguments after the operator. An argument may contain expressions. */
  readonly args: readonly Part[];
}

/**
 * Parses the expressions of a text as Flux does (fluxcd/pkg: envsubst/parse/parse.go). `$$` is a
 * literal dollar sign; `$NAME` without braces is plain text.
 * @throws {SyntaxError} If Flux would reject the text. The message says why.
 */
export const parseExpressions = (input: string): readonly Part[] => {
  const scanner = scan(input);
  const parts: Part[] = [];
  while (!scanner.atEnd()) {
    parts.push(
      scanner.opens() ? readExpression(scanner) : scanner.text({ stops: '', escapes: ['$$'] }),
    );
  }
  return parts;
};

interface Scanner {
  /** A reader at a position in the text. */
  startsWith(text: string): boolean;
  atEnd(): boolean;
  /** Consumes a match at this position. */
  take(pattern: RegExp): string;
  /** Consumes `${` if it is at this position. */
  opens(): boolean;
  /**
   * Consumes text up to a stop or the next expression; the first character of an escape is dropped.
   */
  text(until: { readonly stops: string; readonly escapes?: readonly string[] }): string;
}

const scan = (input: string): Scanner => {
  let next = 0;
  const startsWith = (text: string) => input.startsWith(text, next);
  const take = (pattern: RegExp) => {
    const sticky = new RegExp(pattern, 'uy');
    sticky.lastIndex = next;
    const [found = ''] = sticky.exec(input) ?? [];
    next += found.length;
    return found;
  };
  return {
    startsWith,
    take,
    atEnd: () => next >= input.length,
    opens: () => {
      const isOpen = startsWith('${');
      if (isOpen) next += 2;
      return isOpen;
    },
    text: ({ stops, escapes = [] }) => {
      let text = '';
      while (next < input.length && !startsWith('${')) {
        if (escapes.some(startsWith)) next += 1;
        else if (stops.includes(input.charAt(next))) break;
        const end = next + 1 + lengthOfPlain(input, next + 1);
        text += input.slice(next, end);
        next = end;
      }
      return text;
    },
  };
};

/** The length of the text from here on that neither ends an argument nor begins an expression or an escape. */
const lengthOfPlain = (input: string, from: number): number => {
  plain.lastIndex = from;
  return plain.exec(input)?.[0].length ?? 0;
};

const plain = /[^$\\/:}]+/y;

const readExpression = (scanner: Scanner): Expression => {
  if (scanner.take(/#/) !== '') {
    const name = readName(scanner);
    close(scanner);
    return { name, operator: '#', args: [] };
  }
  const name = readName(scanner);
  if (scanner.take(/\}/) !== '') return { name, operator: '', args: [] };
  const operator = scanner.take(/:[=?+-]|=|[,^]{1,2}|\/[/#%]?|##?|%%?|:/);
  const args = readArguments(scanner, operator);
  if (args === undefined) throw new SyntaxError(`the expression of ${name} is not closed by }`);
  close(scanner);
  return { name, operator, args };
};

const readName = (scanner: Scanner): string => {
  const name = scanner.take(/[\p{L}\p{Nd}_]+/u);
  if (name === '') throw new SyntaxError('${ is not followed by the name of a variable');
  return name;
};

const close = (scanner: Scanner): void => {
  if (scanner.take(/\}/) === '') throw new SyntaxError('an expression is not closed by }');
};

/** Undefined if there is no operator. */
const readArguments = (scanner: Scanner, operator: string): readonly Part[] | undefined => {
  switch (operator) {
    case '':
      return undefined;
    case ':':
      return readSubstring(scanner);
    case '/':
    case '//':
    case '/#':
    case '/%':
      return readReplacement(scanner);
    case '#':
    case '##':
    case '%':
    case '%%':
      return [readArgument(scanner, { stops: '}' })];
    default:
      return /[,^]/.test(operator) ? [] : readDefault(scanner);
  }
};

const readDefault = (scanner: Scanner): readonly Part[] => {
  const parts: Part[] = [];
  while (!scanner.startsWith('}')) parts.push(readArgument(scanner, { stops: '}' }));
  return parts;
};

const readSubstring = (scanner: Scanner): readonly Part[] => {
  const offset = readArgument(scanner, { stops: ':}' });
  if (scanner.take(/:+/) === '') return [offset];
  return [offset, readArgument(scanner, { stops: '}' })];
};

const readReplacement = (scanner: Scanner): readonly Part[] => {
  const escapes = ['$$', '\\/', '\\\\'];
  const pattern = readArgument(scanner, { stops: '/', escapes });
  if (scanner.take(/\/+/) === '') throw new SyntaxError('a replacement has no second /');
  if (scanner.startsWith('}')) return [pattern];
  return [pattern, readArgument(scanner, { stops: '}', escapes })];
};

const readArgument = (scanner: Scanner, until: Parameters<Scanner['text']>[0]): Part => {
  if (scanner.opens()) return readExpression(scanner);
  const text = scanner.text(until);
  if (text === '') throw new SyntaxError('an argument of the expression is missing');
  return text;
};
