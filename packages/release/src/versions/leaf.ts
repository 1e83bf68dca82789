import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '@helm-charts/types';
import { type Reason, reason } from './rules.ts';
import { printPath, shown, typesOf } from './schema.ts';

type Pair = readonly [before: JsonSchema, after: JsonSchema];

/** What differs between two schemas of a value, without its members and items. */
export const compareLeaf = (
  before: JsonSchema,
  after: JsonSchema,
  path: readonly string[],
): readonly Reason[] => {
  const name = `the value ${printPath(path)}`;
  const types = compareTypes([before, after], name);
  // A value of another type has nothing else to compare.
  if (types.some(({ rule }) => rule === 'value-narrowed')) return types;
  return [
    ...types,
    ...compareLists([before, after], name),
    ...limits.flatMap((limit) => compareLimit(limit, [before, after], name)),
    ...exact.flatMap((keyword) => compareExact(keyword, [before, after], name)),
    ...compareTexts([before, after], name),
  ];
};

const compareTypes = ([before, after]: Pair, name: string): readonly Reason[] => {
  const [was, is] = [typesOf(before), typesOf(after)];
  const takes = (types: ReadonlySet<string> | undefined, type: string): boolean =>
    types === undefined || types.has(type) || (type === 'integer' && types.has('number'));
  const lost = [...(was ?? all)].filter((type) => !takes(is, type));
  const won = [...(is ?? all)].filter((type) => !takes(was, type));
  return [
    ...(lost.length > 0
      ? [reason('value-narrowed', `${name} no longer takes the type ${lost.join(', ')}`)]
      : []),
    ...(won.length > 0
      ? [reason('value-widened', `${name} also takes the type ${won.join(', ')}`)]
      : []),
  ];
};

const all = ['object', 'array', 'string', 'number', 'boolean', 'null'];

const listOf = ({ enum: list, const: only }: JsonSchema): readonly unknown[] | undefined =>
  Array.isArray(list) ? list : only === undefined ? undefined : [only];

const compareLists = ([before, after]: Pair, name: string): readonly Reason[] => {
  const [was, is] = [listOf(before), listOf(after)];
  const without = (list: readonly unknown[], other: readonly unknown[]): readonly unknown[] =>
    list.filter((one) => !other.some((two) => isDeepStrictEqual(one, two)));
  const texts = (list: readonly unknown[]): string => list.map(shown).join(', ');
  if (was === undefined)
    return is === undefined
      ? []
      : [reason('value-narrowed', `${name} takes nothing but ${texts(is)}`)];
  if (is === undefined) return [reason('value-widened', `${name} takes more than ${texts(was)}`)];
  const [lost, won] = [without(was, is), without(is, was)];
  return [
    ...(lost.length > 0
      ? [reason('value-narrowed', `${name} no longer takes ${texts(lost)}`)]
      : []),
    ...(won.length > 0 ? [reason('value-widened', `${name} also takes ${texts(won)}`)] : []),
  ];
};

interface Limit {
  readonly keyword: string;
  readonly words: string;
  /** Whether a higher number takes more. */
  readonly isUpper: boolean;
}

const limit = (keyword: string, words: string): Limit => ({
  keyword,
  words,
  isUpper: /max/i.test(keyword),
});

const limits: readonly Limit[] = [
  limit('minimum', 'minimum'),
  limit('exclusiveMinimum', 'exclusive minimum'),
  limit('minLength', 'shortest length'),
  limit('minItems', 'smallest number of items'),
  limit('minProperties', 'smallest number of members'),
  limit('maximum', 'maximum'),
  limit('exclusiveMaximum', 'exclusive maximum'),
  limit('maxLength', 'longest length'),
  limit('maxItems', 'largest number of items'),
  limit('maxProperties', 'largest number of members'),
];

const compareLimit = (
  { keyword, words, isUpper }: Limit,
  [before, after]: Pair,
  name: string,
): readonly Reason[] => {
  const none = isUpper ? Infinity : -Infinity;
  const [was, is] = [before, after].map(({ [keyword]: value }) =>
    typeof value === 'number' ? value : none,
  );
  if (was === is || was === undefined || is === undefined) return [];
  const isNarrower = isUpper ? is < was : is > was;
  const number = (value: number) => (Number.isFinite(value) ? `${value}` : 'none');
  return [
    reason(
      isNarrower ? 'value-narrowed' : 'value-widened',
      `${name} has the ${words} ${number(is)}, was ${number(was)}`,
    ),
  ];
};

/** Keywords that cannot be compared: two patterns may match the same texts. */
const exact = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'contains'] as const;

const compareExact = (
  keyword: (typeof exact)[number],
  [before, after]: Pair,
  name: string,
): readonly Reason[] => {
  const [was, is] = [before[keyword] || undefined, after[keyword] || undefined];
  if (isDeepStrictEqual(was, is)) return [];
  const said = `${name} has the ${keyword} ${is === undefined ? 'none' : shown(is)}`;
  if (is === undefined) return [reason('value-widened', `${said}, was ${shown(was)}`)];
  return was === undefined
    ? [reason('value-narrowed', `${said}, was none`)]
    : [
        reason(
          'value-undecided',
          `${said}, was ${shown(was)}; whether it refuses valid values cannot be decided`,
        ),
      ];
};

const compareTexts = ([before, after]: Pair, name: string): readonly Reason[] => [
  ...(after.deprecated === true && before.deprecated !== true && !('x-renamed-to' in after)
    ? [reason('value-deprecated', `${name} is deprecated`)]
    : []),
  ...(before.description !== after.description && !('x-renamed-to' in after)
    ? [reason('value-described', `${name} has another description`)]
    : []),
];
