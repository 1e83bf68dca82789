import { type Expression, expressionOf, type JsonSchema } from '@helm-charts/types';
import { isTemplated } from '../emit/pipeline.ts';
import { controlOf } from '../emit/presence.ts';
import { placeOf, printPath } from '../place.ts';

/** What a text that Helm computes may be. A letter stands for each character that is not known. */
export interface Bounds {
  /** The text with every part of it as short as it can be. */
  readonly shortest: string;
  /** The same, with a character in each part that may be empty. */
  readonly filled: string;
  /** The text with every part of it as long as it can be; undefined where one of them has no limit. */
  readonly longest: string | undefined;
}

/** The bounds of what an expression gives. */
export const boundsOf = (of: Expression): Bounds => {
  switch (of.kind) {
    case 'builtin':
      return between(1, builtins.get(of.path));
    case 'helper':
      return of.name === 'fullname' ? between(1, 63) : between(0, undefined);
    case 'name': {
      const { suffix, hash, limit = 63 } = of;
      const ending = (suffix === undefined ? 0 : suffix.length + 1) + (hash ? hash.length + 1 : 0);
      return between(1 + ending, limit);
    }
    case 'hash':
      return between(of.length, of.length);
    case 'value':
    case 'variable':
      return isTemplated(of) ? between(0, undefined) : boundsOfSchema(of.schema);
    case 'text':
      return of.parts
        .map((part) => (typeof part === 'string' ? literal(part) : boundsOf(part)))
        .reduce(joined, literal(''));
    case 'definition':
      return boundsOfDefinition(of.of);
    default:
      return between(0, undefined);
  }
};

/** A release has a name of at most 53 characters (helm pkg/chart/common/util/validate_name.go), a namespace one of at most 63. */
const builtins: ReadonlyMap<string, number> = new Map([
  ['Release.Name', 53],
  ['Release.Namespace', 63],
]);

/** A helper says a text, a number, a reference, or one of two. */
const boundsOfDefinition = (of: unknown): Bounds => {
  const expression = expressionOf(of);
  if (expression !== undefined) return boundsOf(expression);
  const control = controlOf(of);
  if (control?.kind !== 'either') return literal(String(of));
  const [one, other] = [boundsOfDefinition(control.body), boundsOfDefinition(control.otherwise)];
  const { longest } = one;
  return {
    shortest: shorter(one.shortest, other.shortest),
    filled: shorter(one.filled, other.filled),
    longest:
      longest === undefined || other.longest === undefined
        ? undefined
        : shorter(longest, other.longest) === longest
          ? other.longest
          : longest,
  };
};

const boundsOfSchema = (schema: JsonSchema): Bounds => {
  const { type, enum: texts } = schema;
  const { minLength = 0, maxLength } = schema as {
    readonly minLength?: number;
    readonly maxLength?: number;
  };
  if (type !== 'string') return between(1, undefined);
  if (!Array.isArray(texts) || texts.length === 0) return between(minLength, maxLength);
  const lengths = texts.map((text) => String(text).length);
  return between(Math.min(...lengths), Math.max(...lengths));
};

const between = (least: number, most: number | undefined): Bounds => ({
  shortest: letters(least),
  filled: letters(Math.max(least, 1)),
  longest: most === undefined ? undefined : letters(most),
});

const letters = (count: number): string => 'x'.repeat(count);

const literal = (text: string): Bounds => ({ shortest: text, filled: text, longest: text });

const joined = (one: Bounds, other: Bounds): Bounds => ({
  shortest: one.shortest + other.shortest,
  filled: one.filled + other.filled,
  longest:
    one.longest === undefined || other.longest === undefined
      ? undefined
      : one.longest + other.longest,
});

const shorter = (one: string, other: string): string => (one.length <= other.length ? one : other);

/** A text that Helm computes, as the chart writes it: `${release.name}-web`. */
export const printText = (of: Expression): string =>
  of.kind === 'text'
    ? of.parts.map((part) => (typeof part === 'string' ? part : printPart(part))).join('')
    : printPart(of);

const printPart = (of: Expression): string => `\${${nameOf(of)}}`;

const nameOf = (of: Expression): string => {
  switch (of.kind) {
    case 'builtin':
      return of.path.toLowerCase();
    case 'helper':
      return `names.${of.name}`;
    case 'name':
      return of.suffix === undefined ? 'names.fullname' : `names.withSuffix('${of.suffix}')`;
    case 'value':
    case 'variable':
      return printPath(placeOf(of));
    case 'definition':
      return of.name;
    default:
      return '…';
  }
};
