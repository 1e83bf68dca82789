import {
  and,
  each,
  equals,
  file,
  helper,
  ifSet,
  isSet,
  list,
  type Manifests,
  manifest,
  match,
  not,
  object,
  optional,
  or,
  product,
  type Refs,
  string,
  sum,
  text,
  type ValueOf,
  when,
  whenCase,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';
import { container, deployment, said, type Values, web, wrong } from './testing.ts';

test('a value that may be absent is a finding where nothing guards it', () => {
  const unguarded = (path: string, field: string) =>
    `error Deployment web: spec.template.spec.containers[0].${field}: the value ${path} may be absent, and Helm renders nothing in its place; wrap it in ifSet(…), or give another value with orDefault(…). [value-unguarded]`;
  expect(container((v) => ({ workingDir: wrong(v.host) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ workingDir: text`/${wrong(v.host)}` }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ workingDir: when(v.debug, wrong(v.host)) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ args: [each(v.names, ({ note }) => wrong(note))] }))).toEqual([
    unguarded('names[].note', 'args[0]'),
  ]);
  expect(container((v) => ({ workingDir: ifSet(v.host, () => 'a', wrong(v.host)) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
});

test('a value that may be absent is certain below a condition that guards it', () => {
  expect(
    container((v) => ({
      workingDir: ifSet(v.host),
      args: [
        ifSet(v.host, (host) => text`--host=${host}`),
        ifSet(v.limit, (limit) => text`--limit=${limit}`),
        each(v.names, ({ name, note }) => ifSet(note, (own) => text`${name}: ${own}`, name)),
        match(v.store, { disk: ({ path }) => path, bucket: ({ url }) => url }),
        whenCase(v.store, 'bucket', ({ url }) => url),
      ],
    })),
  ).toEqual([]);
});

test('a condition around a whole manifest guards the values in it', () => {
  const guarded = (v: Values) => deployment({ workingDir: wrong(v.host) });
  expect(said((v) => ({ a: ifSet(v.host, () => guarded(v)) }))).toEqual([]);
  expect(said((v) => ({ a: when(v.debug, [when(isSet(v.host), guarded(v))]) }))).toEqual([]);
  expect(said((v) => ({ a: when(v.debug, guarded(v)) }))).toHaveLength(1);
});

test('of conditions that are joined, only what each of them certainly says guards a value', () => {
  const found = [
    'error Deployment web: spec.template.spec.containers[0].workingDir: the value host may be absent, and Helm renders nothing in its place; wrap it in ifSet(…), or give another value with orDefault(…). [value-unguarded]',
  ];
  const directory = (part: (v: Values) => unknown) =>
    container((v) => ({ workingDir: wrong(part(v)) }));
  expect(directory((v) => when(and(isSet(v.host), v.debug), v.host))).toEqual([]);
  expect(directory((v) => when(and(isSet(v.host), v.debug), 'a', v.host))).toEqual(found);
  expect(directory((v) => when(or(isSet(v.host), v.debug), v.host))).toEqual(found);
  expect(directory((v) => when(or(not(isSet(v.host)), v.debug), 'a', v.host))).toEqual([]);
  expect(directory((v) => when(not(isSet(v.host)), 'a', v.host))).toEqual([]);
  expect(directory((v) => when(not(isSet(v.host)), v.host))).toEqual(found);
});

test('an unguarded value is found in maps, sums, helpers and files', () => {
  const paths = (manifests: (v: Values) => Manifests) =>
    said(manifests).flatMap(
      (line) => /(\S+): the value (\w+) may be absent/.exec(line)?.slice(1) ?? [],
    );
  expect(
    paths((v) => ({
      a: manifest('ConfigMap', web, { metadata: { labels: { tier: wrong(v.host) } } }),
    })),
  ).toEqual(['metadata.labels.tier', 'host']);
  expect(
    paths((v) => ({ a: deployment({ ports: [{ containerPort: sum(1, wrong(v.limit)) }] }) })),
  ).toEqual(['spec.template.spec.containers[0].ports[0].containerPort', 'limit']);
  expect(
    paths((v) => ({ a: deployment({ ports: [{ containerPort: product(wrong(v.limit), 2) }] }) })),
  ).toEqual(['spec.template.spec.containers[0].ports[0].containerPort', 'limit']);
  expect(paths((v) => ({ a: deployment({ args: [helper('own', wrong(v.host))] }) }))).toEqual([
    'spec.template.spec.containers[0].args[0]',
    'host',
  ]);
  expect(
    paths((v) => ({
      a: manifest('ConfigMap', web, { data: { 'a.txt': file('a.txt', { host: wrong(v.host) }) } }),
    })),
  ).toEqual(['data["a.txt"]', 'host']);
});

test('a condition on one value or item says nothing of another', () => {
  const item = object('Item.', { kind: string('Kind.'), note: optional(string('Note.')) });
  const values = object('Settings.', { a: list('List.', item), b: list('Another.', item) });
  const args = (part: (v: Refs<ValueOf<typeof values>>) => unknown) =>
    refused(chartOf({ values, manifests: (v) => ({ a: deployment({ args: [part(v)] }) }) }), {
      definitions: kubernetes,
    }).flatMap((line) => /the value (\S+) may be absent/.exec(line)?.[1] ?? []);
  expect(args((v) => each(v.a, ({ kind, note }) => when(equals(kind, 'x'), 'a', note)))).toEqual([
    'a[].note',
  ]);
  expect(
    args((v) => each(v.a, (one) => each(v.b, (other) => ifSet(one.note, () => other.note)))),
  ).toEqual(['b[].note']);
  expect(args((v) => each(v.a, (one) => each(v.b, () => ifSet(one.note, (note) => note))))).toEqual(
    [],
  );
});
