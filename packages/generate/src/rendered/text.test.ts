import {
  boolean,
  each,
  equals,
  file,
  fragment,
  ifSet,
  list,
  map,
  merge,
  object,
  optional,
  string,
  text,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { generated, rendered, specOf } from '../testing/chart.ts';

/** Texts that YAML 1.1 or Helm reads differently, or that wrong quoting breaks. */
const awkward = [
  ...['yes', 'no', 'on', 'off', 'y', 'n', 'true', 'null', '~', '', '8080', '1.10', '0755', '1e3'],
  ...[
    "it's",
    'a "b" \\c',
    'a: b',
    'a #b',
    ' a ',
    '- a',
    '{{ .Values.a }}',
    '{{- end }}',
    '}}',
    '{',
  ],
  ...['first\nsecond\n', '\n', 'tab\there', '<&>', '100%', '%s', 'é ☃ 😀', '\u2028'],
  ...['first\n\n  second\n', 'a\\nb', '@a', '`a`', `$a $\{b}`, '2024-01-01', '=', '<<', '# a'],
];

/** Characters that toYaml of Helm does not preserve in a value. */
const unpassable = ['\u0085', '\x7f'];

test('preserves every text, as a literal, a value, a key and in a file', async () => {
  const values = object('Settings.', {
    texts: list('Texts.', string('A text.')),
    named: map('Texts.', string('A text.')),
    one: string('A text.', { default: 'yes' }),
  });
  const named = Object.fromEntries(awkward.map((one, at) => [`k${at}`, one]));
  const keys = ['yes', 'on', 'y', 'null', '1', 'a b', 'a: b', '{{', "it's", '~', '<<', 'a/b.c'];
  const keyed = Object.fromEntries(keys.map((key) => [key, key]));
  const chart = specOf(values, (v) => ({
    literals: [...awkward, ...unpassable],
    keyed,
    values: [each(v.texts, (one) => one)],
    printed: [each(v.texts, (one) => text`<${one}>`)],
    compared: [each(v.texts, (one) => when(equals(one, 'a "b" \\c'), 'same', 'other'))],
    passed: v.texts,
    members: [each(v.named, (value, key) => ({ key, value }))],
    merged: merge({ own: 'no' }, v.named),
    one: text`${v.one}`,
  }));
  const [spec] = await rendered(chart, [{ values: { texts: awkward, named } }]);
  expect(spec).toEqual({
    literals: [...awkward, ...unpassable],
    keyed,
    values: awkward,
    printed: awkward.map((one) => `<${one}>`),
    compared: awkward.map((one) => (one === 'a "b" \\c' ? 'same' : 'other')),
    passed: awkward,
    members: Object.entries(named)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value })),
    merged: { own: 'no', ...named },
    one: 'yes',
  });
});

test('preserves a plain file, except its holes', async () => {
  const values = object('Settings.', {
    name: string('A name.', { default: 'db', pattern: '^[a-z]+$' }),
    debug: boolean('A flag.', { default: false }),
    names: list('Names.', string('A name.', { pattern: '^[a-z]+$' })),
  });
  const content = [
    '#!/bin/sh',
    '# {{ $labels.pod }} {{- range }} it\'s `a` "b" \\n',
    '',
    '  indented: [1, {2}]  # a comment',
    '\ttab',
    `echo "$\{A:-@{name}}" {@{name}} | cut -d: -f1 && printf '%s\\n' '---'`,
    '  @{flag}',
    '@{each}',
    'yes: no',
    '',
  ].join('\n');
  const chart = specOf(values, (v) => ({
    file: file('run.sh', {
      name: v.name,
      flag: when(v.debug, text`debug ${v.name}`),
      each: each(v.names, (one) => text`name ${one}`),
    }),
    plain: file('plain'),
    deep: [{ deeper: { file: file('plain') } }],
  }));
  const plain = 'a:\n  - {{ b }}\n';
  const filled = (flag: string, names: string) =>
    content
      .replace('@{name}}" {@{name}}', 'db}" {db}')
      .replace('  @{flag}\n', flag)
      .replace('@{each}\n', names);
  const specs = await rendered(chart, [{}, { values: { debug: true, names: ['a', 'b'] } }], {
    files: { 'run.sh': content, plain },
  });
  expect(specs).toEqual([
    { file: filled('', ''), plain, deep: [{ deeper: { file: plain } }] },
    {
      file: filled('  debug db\n', 'name a\nname b\n'),
      plain,
      deep: [{ deeper: { file: plain } }],
    },
  ]);
});

test('preserves subtrees at every depth, and omits empty ones', async () => {
  const values = object('Settings.', {
    map: map('A map.', string('A member.')),
    list: list('A list.', fragment('Volume', 'A volume.')),
    tree: optional(fragment('Affinity', 'A tree.')),
  });
  const definitions = {
    'io.k8s.api.core.v1.Volume': { type: 'object' },
    'io.k8s.api.core.v1.Affinity': { type: 'object' },
  };
  const chart = specOf(values, (v) => ({
    kept: 1,
    map: v.map,
    list: v.list,
    tree: ifSet(v.tree),
    a: { b: { c: [{ d: { map: v.map, list: v.list, tree: ifSet(v.tree), kept: 2 } }] } },
    items: [{ name: 'own' }, ifSet(v.tree), { name: 'last' }],
  }));
  const full = {
    map: { 'a/b': 'yes', c: 'd\ne' },
    list: [
      { name: 'a', emptyDir: {} },
      { name: 'b', secret: { items: [] } },
    ],
    tree: { x: { y: [{ z: 'on' }, [1, [2]]] } },
  };
  expect(await rendered(chart, [{}, { values: full }], { definitions })).toEqual([
    { kept: 1, a: { b: { c: [{ d: { kept: 2 } }] } }, items: [{ name: 'own' }, { name: 'last' }] },
    {
      kept: 1,
      ...full,
      a: { b: { c: [{ d: { kept: 2, ...full } }] } },
      items: [{ name: 'own' }, full.tree, { name: 'last' }],
    },
  ]);
});

test('template comments contain no action, and actions trim on the left only', () => {
  const values = object('Settings.', {
    flag: boolean('A flag with {{ .Values.nope.x }}.', { default: true }),
    list: list('A list.', string('A text.')),
  });
  const chart = specOf(values, (v) => ({
    flag: when(v.flag, 'a', 'b'),
    list: [each(v.list, (one) => one)],
  }));
  for (const [path, content] of generated(chart)) {
    if (!path.startsWith('templates/')) continue;
    expect(content).not.toMatch(/#.*\{\{/);
    expect(content.replace(/^\{\{- (\/\*.*\*\/|define ".*") -\}\}$/gm, '')).not.toContain('-}}');
  }
});
