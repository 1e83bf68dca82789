import {
  and,
  boolean,
  each,
  equals,
  hash,
  ifSet,
  integer,
  isSet,
  list,
  map,
  merge,
  not,
  object,
  optional,
  or,
  spread,
  string,
  type Test,
  text,
  type ValuesOf,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { rendered, specOf } from '../testing/chart.ts';

const name = string('A text.', { default: 'a' });
const values = object('Settings.', {
  flag: boolean('A flag.', { default: false }),
  other: boolean('A flag.', { default: true }),
  text: name,
  size: integer('A number.', { default: 1_000_000 }),
  maybe: object('What may be absent.', {
    text: optional(string('A text.')),
    size: optional(integer('A number.')),
    tree: optional(object('A tree.', { leaf: name })),
  }),
  texts: list('Texts.', name),
  routes: list(
    'Routes.',
    object('A route.', { port: optional(integer('A port.')), labels: map('Labels.', name) }),
  ),
  labels: map('Labels.', name),
  more: map('Labels.', name),
});
type Values = ValuesOf<typeof values>;

const overlays = [
  {},
  { flag: true, other: false },
  { texts: ['yes', ''], labels: { on: 'x', k: 'mine' }, more: { k: 'theirs', z: 'no' } },
  { flag: true, maybe: { text: 'c', size: 0, tree: { leaf: 'd' } } },
  { routes: [{ labels: {} }, { port: 0, labels: { l: 'm' } }], text: '', size: 0 },
  { labels: { k: 'mine' }, maybe: { text: '' }, texts: ['1.10'], routes: [{ labels: {} }] },
];

/** A generator with the same numbers in every run (Park and Miller: Random number generators, good ones are hard to find). */
const random = (seed: number) => {
  let state = seed;
  return <T>(choices: readonly T[]): T => {
    state = (state * 16807) % 2147483647;
    return choices[state % choices.length] as T;
  };
};
type Pick = ReturnType<typeof random>;

const testOf = (v: Values, pick: Pick): Test =>
  pick<Test>([
    v.flag,
    not(v.flag),
    isSet(v.maybe.text),
    isSet(v.maybe.size),
    isSet(v.labels),
    or(v.flag, not(v.other)),
    and(v.other, isSet(v.texts)),
    equals(v.size, 0),
    equals(v.text, 'a'),
  ]);

/** A part of a manifest with this nesting depth. */
const part = (v: Values, pick: Pick, depth: number, isItem = false): unknown => {
  if (depth === 0) return pick<() => unknown>(leaves(v))();
  const inner = (of = isItem) => part(v, pick, depth - 1, of);
  const items = () => [inner(true), inner(true)];
  return pick<() => unknown>([
    () => ({ x: inner(false), y: inner(false) }),
    () => ({ x: inner(false) }),
    items,
    () => when(testOf(v, pick), inner()),
    () => when(testOf(v, pick), inner(), inner()),
    ...(isItem ? [...loops(v), () => when(testOf(v, pick), items(), [])] : []),
  ])();
};

const leaves = (v: Values) => [
  () => 'yes',
  () => 7,
  () => text`${v.size}-${v.text}`,
  () => v.size,
  () => v.labels,
  () => v.texts,
  () => ifSet(v.maybe.text),
  () => ifSet(v.maybe.size),
  () => ifSet(v.maybe.tree),
  () => merge({ k: 'own' }, v.labels, v.more),
  () => merge({ k: when(v.flag, 'own') }, v.labels),
  () => merge(v.labels, v.more),
];

const loops = (v: Values) => [
  () => spread(v.texts),
  () => each(v.texts, (one) => one),
  () => each(v.routes, ({ port }) => ({ port: ifSet(port), deep: { port: ifSet(port) } })),
  () => each(v.routes, ({ labels, port }) => ({ labels, port: ifSet(port) })),
  () => each(v.routes, ({ labels }) => ({ k: merge(labels, v.more) })),
  () => each(v.more, (value, key) => ({ key, value, size: v.size })),
];

const hasNull = (of: unknown): boolean =>
  of === null || (typeof of === 'object' && Object.values(of).some(hasNull));

test('Helm renders random nested templates without duplicate keys and null values', async () => {
  const pick = random(2026);
  const chart = specOf(values, (v) => {
    const parts = Array.from({ length: 200 }, (_, at) => [`p${at}`, part(v, pick, 1 + (at % 4))]);
    return { read: hash([v]), ...Object.fromEntries(parts) };
  });
  const specs = await rendered(
    chart,
    overlays.map((overlay) => ({ values: overlay })),
  );
  expect(specs).toHaveLength(overlays.length);
  for (const spec of specs) {
    const nulls = Object.entries(spec as object).filter(([, of]) => hasNull(of));
    expect(nulls).toEqual([]);
  }
});
