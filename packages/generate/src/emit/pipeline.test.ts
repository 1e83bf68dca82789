import {
  boolean,
  each,
  hash,
  image,
  imageName,
  integer,
  join,
  list,
  map,
  names,
  number,
  object,
  product,
  release,
  string,
  sum,
  text,
  type ValuesOf,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { emitted } from '../testing/chart.ts';

const values = object('Settings.', {
  host: string('A host.'),
  port: integer('A port.'),
  ratio: number('A ratio.'),
  debug: boolean('A flag.'),
});
type Values = ValuesOf<typeof values>;

/** The line of one field; another field reads all values. */
const line = (of: (v: Values) => unknown): string | undefined =>
  emitted(values, (v) => ({ field: of(v), rest: hash([v]) }))
    .split('\n')[0]
    ?.trim();

test('converts a scalar to the type of its field', () => {
  expect(line((v) => v.host)).toBe('field: {{ .Values.host | quote }}');
  expect(line((v) => v.port)).toBe('field: {{ .Values.port | int64 }}');
  expect(line((v) => v.ratio)).toBe('field: {{ .Values.ratio | toJson }}');
  expect(line((v) => v.debug)).toBe('field: {{ .Values.debug }}');
  expect(line(() => release.namespace)).toBe('field: {{ .Release.Namespace | quote }}');
});

test('emits a text with printf, with a verb for each type and escaped percent signs', () => {
  expect(line((v) => text`${v.host}:${v.port}`)).toBe(
    'field: {{ printf "%s:%d" .Values.host (int64 .Values.port) | quote }}',
  );
  expect(line((v) => text`100% "${v.debug}" ${v.ratio}`)).toBe(
    'field: {{ printf "100%% \\"%t\\" %s" .Values.debug (.Values.ratio | toJson) | quote }}',
  );
});

test('emits a text of one value as that value, converted to a text inside another', () => {
  expect(line((v) => text`${v.port}`)).toBe('field: {{ .Values.port | int64 | quote }}');
  expect(line((v) => text`${v.host}`)).toBe('field: {{ .Values.host | quote }}');
  expect(line((v) => text`a${text`${v.port}`}`)).toBe(
    'field: {{ printf "a%s" (.Values.port | int64 | toString) | quote }}',
  );
  expect(line((v) => text`a${text`${v.host}`}`)).toBe(
    'field: {{ printf "a%s" (.Values.host) | quote }}',
  );
});

test('emits a sum or product like any number', () => {
  expect(line((v) => sum(v.port, 1))).toBe('field: {{ add (int64 .Values.port) 1 }}');
  expect(line((v) => text`:${product(v.port, 2)}`)).toBe(
    'field: {{ printf ":%d" (mul (int64 .Values.port) 2) | quote }}',
  );
  expect(line((v) => hash([sum(v.port, 1)]))).toBe(
    'field: {{ list (add (int64 .Values.port) 1) | toJson | sha256sum | trunc 10 | quote }}',
  );
});

test('truncates a name to 63 characters, including its suffix', () => {
  expect(line(() => names.fullname)).toBe('field: {{ include "probe.fullname" . | quote }}');
  expect(line(() => names.withSuffix('config'))).toBe(
    'field: {{ printf "%s-config" (include "probe.fullname" . | trunc 56 | trimSuffix "-") | quote }}',
  );
  expect(line((v) => names.withSuffix('job', hash([v.host], 8)))).toBe(
    'field: {{ printf "%s-job-%s" (include "probe.fullname" . | trunc 50 | trimSuffix "-") (list .Values.host | toJson | sha256sum | trunc 8) | quote }}',
  );
});

test('hashes values unchanged, and texts and names by their result', () => {
  expect(line((v) => hash(['a', v.port, text`b${v.host}`, names.fullname]))).toBe(
    'field: {{ list "a" .Values.port (printf "b%s" .Values.host) (include "probe.fullname" .) | toJson | sha256sum | trunc 10 | quote }}',
  );
  expect(line((v) => hash([v.host], 64))).toBe(
    'field: {{ list .Values.host | toJson | sha256sum | quote }}',
  );
});

test('joins a list to a text, alone or inside another text', () => {
  const queues = object('Settings.', {
    queues: list('Queues.', string('Name of the task queue.')),
  });
  expect(
    emitted(queues, (v) => ({ all: join(v.queues, ','), some: text`a,${join(v.queues, '", ')}` })),
  ).toMatchInlineSnapshot(`
    "  all: {{ join "," .Values.queues | quote }}
      some: {{ printf "a,%s" (join "\\", " .Values.queues) | quote }}
    "
  `);
});

test('emits an image with the helper that joins repository, tag and digest', () => {
  const server = object('Settings.', {
    image: image('A server.', { repository: 'nginx', tag: '1' }),
  });
  expect(emitted(server, (v) => ({ image: imageName(v.image) }))).toMatchInlineSnapshot(`
    "  image: {{ include "probe.image" .Values.image | quote }}
    "
  `);
});

test('looks up keys that are not Go identifiers with index', () => {
  const hyphened = object('Settings.', {
    'a-b': object('An object.', { 'c.d': string('A text.'), e: string('A text.') }),
    list: list('Items.', object('An item.', { 'f-g': string('A text.') })),
  });
  expect(
    emitted(hyphened, (v) => ({
      field: text`${v['a-b']['c.d']}${v['a-b'].e}`,
      items: [each(v.list, (item) => item['f-g'])],
    })),
  ).toMatchInlineSnapshot(`
    "  field: {{ printf "%s%s" (index (index .Values "a-b") "c.d") (index .Values "a-b").e | quote }}
      {{- if .Values.list }}
      items:
        {{- range $item := .Values.list }}
        - {{ (index $item "f-g") | quote }}
        {{- end }}
      {{- end }}
    "
  `);
});

test('refers to the root with $ inside a loop', () => {
  const hosts = object('Settings.', {
    hosts: list('Hosts.', string('A host.')),
    ports: map('Ports.', integer('A port.')),
    domain: string('A domain.'),
  });
  expect(
    emitted(hosts, (v) => ({
      hosts: [each(v.hosts, (host) => text`${host}.${v.domain}.${release.namespace}`)],
      names: [each(v.hosts, () => names.fullname)],
      ports: [each(v.ports, (port, name) => ({ name, port }))],
    })),
  ).toMatchInlineSnapshot(`
    "  {{- if .Values.hosts }}
      hosts:
        {{- range $item := .Values.hosts }}
        - {{ printf "%s.%s.%s" $item $.Values.domain $.Release.Namespace | quote }}
        {{- end }}
      {{- end }}
      {{- if .Values.hosts }}
      names:
        {{- range $item := .Values.hosts }}
        - {{ include "probe.fullname" $ | quote }}
        {{- end }}
      {{- end }}
      {{- if without (values .Values.ports) nil }}
      ports:
        {{- range $key, $value := .Values.ports }}
        {{- if not (kindIs "invalid" $value) }}
        - name: {{ $key | quote }}
          port: {{ $value | int64 }}
        {{- end }}
        {{- end }}
      {{- end }}
    {{- end }}
    "
  `);
});
