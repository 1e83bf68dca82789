import {
  and,
  boolean,
  type Condition,
  equals,
  implies,
  integer,
  isSet,
  lessThan,
  list,
  map,
  names,
  not,
  number,
  object,
  optional,
  or,
  product,
  refs,
  release,
  string,
  sum,
  text,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { scopeOf } from '../testing/chart.ts';
import { test as emit, omit } from './condition.ts';

const v = refs(
  object('Settings.', {
    flag: boolean('A flag.'),
    count: integer('A count.'),
    size: integer('A size.'),
    ratio: number('A ratio.'),
    host: string('A host.'),
    'a-b': string('A text.'),
    list: list('A list.', string('An item.')),
    map: map('A map.', string('A member.')),
    missing: object('What may be absent.', {
      text: optional(string('A text.')),
      count: optional(integer('A count.')),
      ratio: optional(number('A ratio.')),
      flag: optional(boolean('A flag.')),
      list: optional(list('A list.', string('An item.'))),
    }),
  }),
);
const { missing } = v;
const filled = (except: readonly string[]): Condition => {
  const set = isSet(v.map);
  if (set.kind !== 'set') throw new Error('isSet makes a condition of its own kind');
  return { kind: 'filled', of: set.of, except };
};

test.each([
  // Texts, lists and maps are true if they are not empty.
  [isSet(missing.text), '.Values.missing.text'],
  [isSet(missing.list), '.Values.missing.list'],
  [isSet(v['a-b']), '(index .Values "a-b")'],
  [isSet(release.name), '.Release.Name'],
  [isSet(names.fullname), '(include "probe.fullname" .)'],
  // `if` treats 0 and false as absent.
  [isSet(missing.count), 'not (kindIs "invalid" .Values.missing.count)'],
  [isSet(missing.ratio), 'not (kindIs "invalid" .Values.missing.ratio)'],
  [isSet(missing.flag), 'not (kindIs "invalid" .Values.missing.flag)'],
  [filled([]), 'without (values .Values.map) nil'],
  [filled(['a', 'b']), 'without (values (omit .Values.map "a" "b")) nil'],
  // Both sides of a comparison have the same type.
  [equals(v.host, 'a"b'), 'eq .Values.host "a\\"b"'],
  [equals(v['a-b'], v.host), 'eq (index .Values "a-b") .Values.host'],
  [equals(v.flag, true), 'eq .Values.flag true'],
  [equals(v.count, 2), 'eq (int64 .Values.count) 2'],
  [equals(v.count, v.size), 'eq (int64 .Values.count) (int64 .Values.size)'],
  [equals(v.ratio, 0.5), 'eq (float64 .Values.ratio) 0.5'],
  [equals(v.ratio, 1), 'eq (float64 .Values.ratio) 1.0'],
  [equals(v.count, 1.5), 'eq (float64 .Values.count) 1.5'],
  [lessThan(v.count, v.ratio), 'lt (float64 .Values.count) (float64 .Values.ratio)'],
  [lessThan(v.count, -1), 'lt (int64 .Values.count) -1'],
  [equals(release.name, 'a'), 'eq .Release.Name "a"'],
  [equals(names.fullname, v.host), 'eq (include "probe.fullname" .) .Values.host'],
  [equals(text`${v.count}`, '2'), 'eq (.Values.count | int64 | toString) "2"'],
  [equals(text`a${v.count}`, '2'), 'eq (printf "a%d" (int64 .Values.count)) "2"'],
  [
    lessThan(sum(v.count, product(v.size, 2), 3), v.count),
    'lt (add (int64 .Values.count) (mul (int64 .Values.size) 2) 3) (int64 .Values.count)',
  ],
  [
    lessThan(v.ratio, sum(v.count, v.size)),
    'lt (float64 .Values.ratio) (float64 (add (int64 .Values.count) (int64 .Values.size)))',
  ],
  // Negations.
  [not(v.flag), 'not .Values.flag'],
  [not(not(v.flag)), '.Values.flag'],
  [not(equals(v.host, 'a')), 'ne .Values.host "a"'],
  [not(lessThan(v.count, 1)), 'not (lt (int64 .Values.count) 1)'],
  [not(isSet(missing.text)), 'not .Values.missing.text'],
  [not(isSet(missing.count)), 'kindIs "invalid" .Values.missing.count'],
  [not(or(v.flag, not(isSet(missing.text)))), 'and (not .Values.flag) .Values.missing.text'],
  [not(and(v.flag, equals(v.host, 'a'))), 'not (and .Values.flag (eq .Values.host "a"))'],
  [
    not(implies(v.flag, isSet(missing.count))),
    'and .Values.flag (kindIs "invalid" .Values.missing.count)',
  ],
  // Several.
  [and(v.flag, isSet(v['a-b'])), 'and .Values.flag (index .Values "a-b")'],
  [or(v.flag), '.Values.flag'],
  [or(v.flag, v.flag), '.Values.flag'],
  [
    and(or(v.flag, isSet(missing.text)), not(v.flag)),
    'and (or .Values.flag .Values.missing.text) (not .Values.flag)',
  ],
] as const)('emits the condition %#: %j', (condition, emitted) => {
  expect(emit(condition, scopeOf())).toBe(emitted);
});

test('a map without some of its members', () => {
  expect(omit('.Values.map', ['a.b/c'])).toBe('omit .Values.map "a.b/c"');
});
