import {
  and,
  boolean,
  choice,
  component,
  each,
  equals,
  file,
  fragment,
  ifSet,
  integer,
  list,
  map,
  match,
  merge,
  object,
  optional,
  spread,
  string,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { emitted } from '../testing/chart.ts';

const name = string('A name.');

test('emits literals, maps and lists as a person writes them', () => {
  const values = object('Settings.', {});
  expect(
    emitted(values, () => ({
      text: 'main',
      quoted: 'yes',
      on: 'a key that YAML 1.1 misreads',
      number: 0o440,
      flag: false,
      list: ['a', 1, { b: { c: 'd' }, e: 'f' }, [], {}, ['g']],
      map: { a: {}, b: [], '{{': 'c' },
      block: 'first\n  second\n',
    })),
  ).toMatchInlineSnapshot(`
    "  text: main
      quoted: "yes"
      "on": "a key that YAML 1.1 misreads"
      number: 288
      flag: false
      list:
        - a
        - 1
        - b:
            c: d
          e: f
        - []
        - {}
        -
          - g
      map:
        a: {}
        b: []
        "{{ "{{" }}": c
      block: |
        first
          second
    "
  `);
});

test('emits a field, an item or a whole part only if its condition holds', () => {
  const values = object('Settings.', {
    debug: boolean('A flag.'),
    name: optional(name),
    grace: optional(integer('Seconds.')),
  });
  expect(
    emitted(values, (v) => ({
      name: ifSet(v.name),
      grace: ifSet(v.grace),
      level: when(v.debug, 'debug', 'info'),
      part: when(v.debug, { a: 1 }),
      items: [
        { name: 'first' },
        ifSet(v.name, (name) => ({ name })),
        when(v.debug, [{ name: 'second' }, { name: 'third' }]),
        when(v.debug, { name: 'on' }, { name: 'off' }),
      ],
    })),
  ).toMatchInlineSnapshot(`
    "  {{- if .Values.name }}
      name: {{ .Values.name | quote }}
      {{- end }}
      {{- if not (kindIs "invalid" .Values.grace) }}
      grace: {{ .Values.grace | int64 }}
      {{- end }}
      {{- if .Values.debug }}
      level: debug
      {{- else }}
      level: info
      {{- end }}
      {{- if .Values.debug }}
      part:
        a: 1
      {{- end }}
      items:
        - name: first
        {{- if .Values.name }}
        - name: {{ .Values.name | quote }}
        {{- end }}
        {{- if .Values.debug }}
        - name: second
        - name: third
        {{- end }}
        {{- if .Values.debug }}
        - name: "on"
        {{- else }}
        - name: "off"
        {{- end }}
    "
  `);
});

test('emits a key only if it has content, and does not repeat a known condition', () => {
  const values = object('Settings.', {
    debug: boolean('A flag.'),
    name: optional(name),
    grace: optional(integer('Seconds.')),
    names: list('Names.', name),
  });
  expect(
    emitted(values, (v) => ({
      only: [ifSet(v.name, (name) => ({ name }))],
      same: [ifSet(v.name, (name) => ({ name })), ifSet(v.name)],
      either: { name: ifSet(v.name), grace: ifSet(v.grace) },
      item: [{ name: ifSet(v.name) }],
      loop: [when(v.debug, [each(v.names, (name) => name)])],
      deep: { deeper: { name: ifSet(v.name) } },
      both: when(and(v.debug, equals(v.debug, true)), [when(v.debug, 'a')]),
      fork: [when(v.debug, [spread(v.names)], { name: 'a' })],
    })),
  ).toMatchInlineSnapshot(`
    "  {{- if .Values.name }}
      only:
        - name: {{ .Values.name | quote }}
      {{- end }}
      {{- if .Values.name }}
      same:
        - name: {{ .Values.name | quote }}
        - {{ .Values.name | quote }}
      {{- end }}
      {{- if or .Values.name (not (kindIs "invalid" .Values.grace)) }}
      either:
        {{- if .Values.name }}
        name: {{ .Values.name | quote }}
        {{- end }}
        {{- if not (kindIs "invalid" .Values.grace) }}
        grace: {{ .Values.grace | int64 }}
        {{- end }}
      {{- end }}
      {{- if .Values.name }}
      item:
        - name: {{ .Values.name | quote }}
      {{- end }}
      {{- if and .Values.debug .Values.names }}
      loop:
        {{- range $item := .Values.names }}
        - {{ $item | quote }}
        {{- end }}
      {{- end }}
      {{- if .Values.name }}
      deep:
        deeper:
          name: {{ .Values.name | quote }}
      {{- end }}
      {{- if and .Values.debug (eq .Values.debug true) }}
      both:
        - a
      {{- end }}
      {{- if or (and .Values.debug .Values.names) (not .Values.debug) }}
      fork:
        {{- if .Values.debug }}
        {{- with .Values.names }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
        {{- else }}
        - name: a
        {{- end }}
      {{- end }}
    {{- end }}
    "
  `);
});

test('an empty item of a loop is emitted as an empty item, so that the list is not empty', () => {
  const route = object('A route.', { name: optional(name) });
  const values = object('Settings.', { routes: list('Routes.', route) });
  expect(
    emitted(values, (v) => ({ routes: [each(v.routes, ({ name }) => ({ name: ifSet(name) }))] })),
  ).toMatchInlineSnapshot(`
    "  routes:
        {{- range $item := .Values.routes }}
        {{- if $item.name }}
        - name: {{ $item.name | quote }}
        {{- else }}
        - {}
        {{- end }}
        {{- end }}
    {{- end }}
    "
  `);
});

test('omits parts that are always empty, except the item of a loop', () => {
  const values = object('Settings.', { debug: boolean('A flag.'), names: list('Names.', name) });
  expect(
    emitted(values, (v) => ({
      list: [when(v.debug, [])],
      map: { list: [when(v.debug, [], [])] },
      items: [{ list: [when(v.debug, [])] }, 'last'],
      loop: [each(v.names, () => ({ list: [when(v.debug, [])] }))],
      rest: v.debug,
    })),
  ).toMatchInlineSnapshot(`
    "  items:
        - last
      {{- if .Values.names }}
      loop:
        {{- range $item := .Values.names }}
        - {}
        {{- end }}
      {{- end }}
      rest: {{ .Values.debug }}
    "
  `);
});

test('emits a subtree inside other conditions', () => {
  const values = object('Settings.', {
    debug: boolean('A flag.'),
    name: optional(name),
    labels: map('Labels.', name),
    server: object('A server.', { host: name }),
  });
  expect(
    emitted(values, (v) => ({
      labels: when(v.debug, v.labels),
      server: ifSet(v.name, () => v.server),
    })),
  ).toMatchInlineSnapshot(`
    "  {{- if .Values.debug }}
      {{- with .Values.labels }}
      labels:
        {{- toYaml . | nindent 4 }}
      {{- end }}
      {{- end }}
      {{- if .Values.name }}
      server:
        {{- toYaml .Values.server | nindent 4 }}
      {{- end }}
    {{- end }}
    "
  `);
});

test('the first member of an item is one that is always present', () => {
  const values = object('Settings.', { name: optional(name), size: optional(integer('A size.')) });
  expect(
    emitted(values, (v) => ({
      items: [
        { name: ifSet(v.name), kind: 'a' },
        { name: ifSet(v.name), size: ifSet(v.size) },
      ],
    })),
  ).toMatchInlineSnapshot(`
    "  items:
        - kind: a
          {{- if .Values.name }}
          name: {{ .Values.name | quote }}
          {{- end }}
        {{- if or .Values.name (not (kindIs "invalid" .Values.size)) }}
        -
          {{- if .Values.name }}
          name: {{ .Values.name | quote }}
          {{- end }}
          {{- if not (kindIs "invalid" .Values.size) }}
          size: {{ .Values.size | int64 }}
          {{- end }}
        {{- end }}
    "
  `);
});

test('emits a match as if, else if and else', () => {
  const values = object('Settings.', {
    storage: choice(
      'Storage.',
      { disk: { path: name }, bucket: { name }, memory: {} },
      { default: 'memory' },
    ),
  });
  expect(
    emitted(values, (v) => ({
      field: match(v.storage, {
        disk: ({ path }) => path,
        bucket: ({ name }) => name,
        memory: () => 'none',
      }),
      items: [
        match(v.storage, {
          disk: ({ path }) => ({ path }),
          bucket: () => [],
          memory: () => ({ path: '/tmp' }),
        }),
      ],
    })),
  ).toMatchInlineSnapshot(`
    "  {{- if eq .Values.storage.type "disk" }}
      field: {{ .Values.storage.disk.path | quote }}
      {{- else if eq .Values.storage.type "bucket" }}
      field: {{ .Values.storage.bucket.name | quote }}
      {{- else }}
      field: none
      {{- end }}
      {{- if or (eq .Values.storage.type "disk") (and (ne .Values.storage.type "disk") (ne .Values.storage.type "bucket")) }}
      items:
        {{- if eq .Values.storage.type "disk" }}
        - path: {{ .Values.storage.disk.path | quote }}
        {{- else if eq .Values.storage.type "bucket" }}
        {{- else }}
        - path: /tmp
        {{- end }}
      {{- end }}
    "
  `);
});

test('nested loops have different variables', () => {
  const values = object('Settings.', {
    a: list('A.', object('B.', { c: map('C.', object('D.', { e: list('E.', map('F.', name)) })) })),
  });
  expect(
    emitted(values, (v) => ({
      a: [
        each(v.a, ({ c }) => ({
          c: [
            each(c, ({ e }, outer) => ({
              outer,
              e: [each(e, (f) => ({ f: [each(f, (value, key) => ({ key, value, outer }))] }))],
            })),
          ],
        })),
      ],
      b: [each(v.a, ({ c }) => ({ c }))],
    })),
  ).toMatchInlineSnapshot(`
    "  a:
        {{- range $item := .Values.a }}
        {{- if without (values $item.c) nil }}
        - c:
            {{- range $key, $value := $item.c }}
            {{- if not (kindIs "invalid" $value) }}
            - outer: {{ $key | quote }}
              {{- if $value.e }}
              e:
                {{- range $item2 := $value.e }}
                {{- if without (values $item2) nil }}
                - f:
                    {{- range $key2, $value2 := $item2 }}
                    {{- if not (kindIs "invalid" $value2) }}
                    - key: {{ $key2 | quote }}
                      value: {{ $value2 | quote }}
                      outer: {{ $key | quote }}
                    {{- end }}
                    {{- end }}
                {{- else }}
                - {}
                {{- end }}
                {{- end }}
              {{- end }}
            {{- end }}
            {{- end }}
        {{- else }}
        - {}
        {{- end }}
        {{- end }}
      b:
        {{- range $item := .Values.a }}
        {{- if $item.c }}
        - c:
            {{- toYaml $item.c | nindent 8 }}
        {{- else }}
        - {}
        {{- end }}
        {{- end }}
    {{- end }}
    "
  `);
});

test('emits a subtree of the values with its key, and neither if it is empty', () => {
  const values = object('Settings.', {
    labels: map('Labels.', name),
    server: object('A server.', { host: name }),
    affinity: optional(fragment('Affinity', 'Which nodes.')),
    volumes: list('Volumes.', fragment('Volume', 'A volume.')),
    certain: optional(object('A server.', { host: name })),
  });
  const definitions = {
    'io.k8s.api.core.v1.Affinity': { type: 'object' },
    'io.k8s.api.core.v1.Volume': { type: 'object' },
  };
  expect(
    emitted(
      values,
      (v) => ({
        labels: v.labels,
        server: v.server,
        affinity: ifSet(v.affinity),
        certain: ifSet(v.certain),
        volumes: [{ name: 'own' }, spread(v.volumes), ifSet(v.affinity, (one) => one)],
        deep: { deeper: { labels: v.labels } },
      }),
      { definitions },
    ),
  ).toMatchInlineSnapshot(`
    "  {{- with .Values.labels }}
      labels:
        {{- toYaml . | nindent 4 }}
      {{- end }}
      server:
        {{- toYaml .Values.server | nindent 4 }}
      {{- with .Values.affinity }}
      affinity:
        {{- toYaml . | nindent 4 }}
      {{- end }}
      {{- with .Values.certain }}
      certain:
        {{- toYaml . | nindent 4 }}
      {{- end }}
      volumes:
        - name: own
        {{- with .Values.volumes }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
        {{- if .Values.affinity }}
        -
          {{- toYaml .Values.affinity | nindent 6 }}
        {{- end }}
      {{- if .Values.labels }}
      deep:
        deeper:
          labels:
            {{- toYaml .Values.labels | nindent 8 }}
      {{- end }}
    "
  `);
});

test('merges maps without duplicate keys', () => {
  const values = object('Settings.', {
    debug: boolean('A flag.'),
    common: map('Labels.', name),
    more: map('Labels.', name),
    most: map('Labels.', name),
  });
  expect(
    emitted(values, (v) => ({
      own: merge({ tier: 'web' }, v.common),
      theirs: merge(v.common),
      conditional: merge({ debug: when(v.debug, 'yes') }, v.common),
      three: merge({}, v.common, v.more, v.most),
      none: merge({}),
      items: [merge({ tier: 'web' }, v.more)],
    })),
  ).toMatchInlineSnapshot(`
    "  own:
        tier: web
        {{- with omit .Values.common "tier" }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
      {{- if .Values.common }}
      theirs:
        {{- toYaml .Values.common | nindent 4 }}
      {{- end }}
      {{- if or .Values.debug (without (values (omit .Values.common "debug")) nil) }}
      conditional:
        {{- if .Values.debug }}
        debug: "yes"
        {{- end }}
        {{- with omit .Values.common "debug" }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
      {{- end }}
      {{- if or .Values.common .Values.more .Values.most }}
      three:
        {{- with .Values.common }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
        {{- range $key, $value := .Values.more }}
        {{- if not (hasKey $.Values.common $key) }}
        {{- toYaml (dict $key $value) | nindent 4 }}
        {{- end }}
        {{- end }}
        {{- range $key, $value := .Values.most }}
        {{- if not (or (hasKey $.Values.common $key) (hasKey $.Values.more $key)) }}
        {{- toYaml (dict $key $value) | nindent 4 }}
        {{- end }}
        {{- end }}
      {{- end }}
      items:
        -
          tier: web
          {{- with omit .Values.more "tier" }}
          {{- toYaml . | nindent 6 }}
          {{- end }}
    "
  `);
});

test('users cannot override the labels of selectors', () => {
  const values = object('Settings.', { labels: map('Labels.', name) });
  const { labels, selector } = component('server');
  expect(
    emitted(values, (v) => ({
      labels: merge(...labels.of, v.labels),
      selector: merge(...selector.of, v.labels),
      helper: selector,
      uncertain: merge(...selector.of.slice(0, 1), v.labels),
    })),
  ).toMatchInlineSnapshot(`
    "  labels:
        {{- include "probe.labels" . | nindent 4 }}
        app.kubernetes.io/component: server
        {{- with omit .Values.labels "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart" "app.kubernetes.io/component" }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
      selector:
        {{- include "probe.selectorLabels" . | nindent 4 }}
        app.kubernetes.io/component: server
        {{- with omit .Values.labels "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
      helper:
        {{- include "probe.selectorLabels" . | nindent 4 }}
        app.kubernetes.io/component: server
      uncertain:
        {{- include "probe.selectorLabels" . | nindent 4 }}
        {{- with omit .Values.labels "app.kubernetes.io/name" "app.kubernetes.io/instance" }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
    "
  `);
});

test('a merge inside a loop does not shadow the loop variable', () => {
  const part = object('A part.', { a: map('Labels.', name), b: map('Labels.', name) });
  const values = object('Settings.', { parts: map('Parts.', part) });
  expect(
    emitted(values, (v) => ({ parts: [each(v.parts, ({ a, b }) => ({ labels: merge(a, b) }))] })),
  ).toMatchInlineSnapshot(`
    "  parts:
        {{- range $key, $value := .Values.parts }}
        {{- if not (kindIs "invalid" $value) }}
        {{- if or $value.a $value.b }}
        - labels:
            {{- with $value.a }}
            {{- toYaml . | nindent 8 }}
            {{- end }}
            {{- range $key2, $value2 := $value.b }}
            {{- if not (hasKey $value.a $key2) }}
            {{- toYaml (dict $key2 $value2) | nindent 8 }}
            {{- end }}
            {{- end }}
        {{- else }}
        - {}
        {{- end }}
        {{- end }}
        {{- end }}
    {{- end }}
    "
  `);
});

test('emits a plain file as a block below its key', () => {
  expect(
    emitted(
      object('Settings.', {}),
      () => ({ data: { 'run.sh': file('run.sh') }, list: [file('run.sh')] }),
      { files: { 'run.sh': '#!/bin/sh\n' } },
    ),
  ).toMatchInlineSnapshot(`
    "  data:
        run.sh: |
          {{- include "probe.run.sh" . | nindent 6 }}
      list:
        - |
          {{- include "probe.run.sh" . | nindent 6 }}
    "
  `);
});
