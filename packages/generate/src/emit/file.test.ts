import {
  boolean,
  choice,
  each,
  file,
  type Hole,
  ifSet,
  integer,
  join,
  list,
  map,
  match,
  type Node,
  names,
  object,
  oneOf,
  optional,
  type Refs,
  string,
  text,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { generated, refused, specOf } from '../testing/chart.ts';

const host = string('A host.', { pattern: '^[a-z]+$' });

type Holes<T> = (v: Refs<T>) => Readonly<Record<string, Hole>>;

const chartOf = <T>(values: Node<T>, holes: Holes<T>) =>
  specOf(values, (v) => ({ file: file('a.conf', holes(v)) }));

/** The body of the definition for a file. */
const bodyOf = <T>(content: string, values: Node<T>, holes: Holes<T>): string => {
  const files = generated(chartOf(values, holes), { files: { 'a.conf': content } });
  const [, body] =
    /define "probe\.a\.conf" -\}\}\n([\s\S]*)\n\{\{- end \}\}\n$/.exec(
      files.get('templates/_a.conf.tpl') ?? '',
    ) ?? [];
  return body ?? '';
};

test('emits a file unchanged, except holes and text that Helm would read as an action', () => {
  const values = object('Settings.', {
    host,
    port: integer('A port.'),
    debug: boolean('A flag.'),
    mode: oneOf('A mode.', ['a', 'b']),
  });
  const content = [
    'first',
    'host=@{host} port=@{the port}@{mode}',
    `{"a":{@{host}}} $\{@{host}}`,
    '{{ $labels.pod }}{',
    '',
    '\t@{name} @{literal} @{flag} @{two}',
    'user@host @ {x} @host $@',
    '',
    '',
  ];
  expect(
    bodyOf(content.join('\n'), values, (v) => ({
      host: v.host,
      'the port': v.port,
      mode: v.mode,
      name: names.withSuffix('a'),
      literal: '{{ 1 }}',
      flag: v.debug,
      two: text`{${v.host}:${v.port}}`,
    })),
  ).toMatchInlineSnapshot(`
    "first
    host={{ .Values.host }} port={{ .Values.port | int64 }}{{ .Values.mode }}
    {"a":{{ "{" }}{{ .Values.host }}}} \${{ "{" }}{{ .Values.host }}}
    {{ "{{" }} $labels.pod }}{

    	{{ printf "%s-a" (include "probe.fullname" . | trunc 61 | trimSuffix "-") }} {{ "{{" }} 1 }} {{ .Values.debug }} {{ "{" }}{{ .Values.host }}:{{ .Values.port | int64 }}}
    user@host @ {x} @host $@"
  `);
});

test('a hole that is alone on its line may become several lines or none', () => {
  const values = object('Settings.', {
    debug: boolean('A flag.'),
    host: optional(host),
    hosts: list('Hosts.', host),
    ports: map('Ports.', integer('A port.'), { keys: '^[a-z]+$' }),
    storage: choice(
      'Storage.',
      { disk: {}, bucket: { name: host }, none: {} },
      { default: 'none' },
    ),
  });
  const content = 'first\n  @{maybe}\n@{either}\n  @{loop}\n@{members}\n@{shape}\n@{lines}\nlast\n';
  expect(
    bodyOf(content, values, (v) => ({
      maybe: ifSet(v.host, (host) => text`host ${host}`),
      either: when(v.debug, 'debug', 'quiet'),
      loop: each(v.hosts, (one) => text`- {${one}}`),
      members: each(v.ports, (port, name) => text`${name}=${port} ${v.debug}`),
      shape: match(v.storage, {
        disk: () => 'disk',
        bucket: ({ name }) => ['bucket', text`name ${name}`],
        none: () => 'none',
      }),
      lines: ['a', when(v.debug, ['b', 'c'])],
    })),
  ).toMatchInlineSnapshot(`
    "first
    {{- if .Values.host }}
      host {{ .Values.host }}
    {{- end }}
    {{- if .Values.debug }}
    debug
    {{- else }}
    quiet
    {{- end }}
    {{- range $item := .Values.hosts }}
      - {{ "{" }}{{ $item }}}
    {{- end }}
    {{- range $key, $value := .Values.ports }}
    {{- if not (kindIs "invalid" $value) }}
    {{ $key }}={{ $value | int64 }} {{ $.Values.debug }}
    {{- end }}
    {{- end }}
    {{- if eq .Values.storage.type "disk" }}
    disk
    {{- else if eq .Values.storage.type "bucket" }}
    bucket
    name {{ .Values.storage.bucket.name }}
    {{- else }}
    none
    {{- end }}
    a
    {{- if .Values.debug }}
    b
    c
    {{- end }}
    last"
  `);
});

test('a file may include another', () => {
  const chart = specOf(object('Settings.', {}), () => ({ a: file('a', { b: file('b') }) }));
  const files = generated(chart, { files: { a: 'x @{b}\n', b: 'y\n' } });
  expect(files.get('templates/_a.tpl')).toContain('\nx {{ include "probe.b" . }}\n');
  expect(files.get('templates/_b.tpl')).toContain('\ny\n');
});

test('a file in a folder is also a partial template', () => {
  const chart = specOf(object('Settings.', {}), () => ({ a: file('conf/a') }));
  expect([...generated(chart, { files: { 'conf/a': 'x\n' } }).keys()]).toContain(
    'templates/conf/_a.tpl',
  );
});

test('reports all problems of a file at once, with their lines', () => {
  const values = object('Settings.', {
    open: string('A text.'),
    texts: list('Texts.', string('A text.')),
    names: map('Names.', host),
  });
  const chart = chartOf(values, (v) => ({
    open: v.open,
    lines: each(v.texts, (one) => one),
    joined: join(v.texts, ','),
    keys: each(v.names, (value, key) => text`${key}=${value}`),
    spare: 'a',
    lost: when(true as never, 'a'),
  }));
  const content =
    ' first\nopen @{open}\n@{lines}\n@{keys}\nmissing @{missing}\nin line @{lost}\njoined @{joined}\n';
  expect(refused(chart, { files: { 'a.conf': content } })).toMatchInlineSnapshot(`
    [
      "error src/a.conf:1: the file starts with white space, which a template removes; start with a text, for instance a comment. [file-start]",
      "error src/a.conf:2: open may contain a line break, which would break the line of the file; give it a pattern. [open-text]",
      "error src/a.conf:3: texts[] may contain a line break, which would break the line of the file; give it a pattern. [open-text]",
      "error src/a.conf:4: a key of names may contain a line break, which would break the line of the file; give its keys a pattern. [open-text]",
      "error src/a.conf:5: the hole "missing" has no value that fits in a line; fill it with a text or with a value that the chart declares. [undeclared-value]",
      "error src/a.conf:6: the hole "lost" has no value that fits in a line; fill it with a text or with a value that the chart declares. [undeclared-value]",
      "error src/a.conf:7: texts[] may contain a line break, which would break the line of the file; give it a pattern. [open-text]",
      "error src/a.conf: the chart fills a hole "spare" that the file does not have; write @{spare} where it belongs. [unused-hole]",
    ]
  `);
});

test('reports a file that starts with a hole that may be empty', () => {
  const values = object('Settings.', { debug: boolean('A flag.') });
  const chart = chartOf(values, (v) => ({ a: when(v.debug, 'a') }));
  expect(refused(chart, { files: { 'a.conf': '@{a}\nb\n' } })).toMatchInlineSnapshot(`
    [
      "error src/a.conf:1: the file starts with the hole "a", which may be empty; start with a text, for instance a comment. [file-start]",
    ]
  `);
  const other = chartOf(values, (v) => ({ a: v.debug }));
  expect(refused(other, { files: { 'a.conf': '@{a}\nb\n' } })).toEqual([]);
});

test('reports a file with different fillings, and one that is filled in a loop', () => {
  const values = object('Settings.', {
    a: integer('A.'),
    b: integer('B.'),
    hosts: list('Hosts.', host),
  });
  const twice = specOf(values, (v) => ({
    a: file('a.conf', { x: v.a }),
    b: file('a.conf', { x: v.b }),
    c: file('a.conf', { x: v.a }),
    hosts: [each(v.hosts, (one) => ({ hosts: file('b.conf', { one }) }))],
  }));
  expect(
    refused(twice, { files: { 'a.conf': '@{x}\n', 'b.conf': '@{one}\n' } }),
  ).toMatchInlineSnapshot(`
    [
      "error src/a.conf: the chart fills this file twice with different content; copy it under another name. [file-twice]",
      "error src/b.conf:1: this reads the item of a loop outside of the loop, and a file is always outside of loops; write the text in TypeScript, inside the loop. [loop-item]",
    ]
  `);
});

test('reports all missing plain files at once', () => {
  const values = object('Settings.', { host: string('A host.', { pattern: '^a$' }) });
  const chart = specOf(values, (v) => ({ a: file('a.conf', { host: v.host }), b: file('b.conf') }));
  expect(refused(chart)).toEqual(
    ['a', 'b'].map(
      (name) =>
        `error src/${name}.conf: the chart includes this file, which does not exist; add it or correct its name. [source]`,
    ),
  );
});
