import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { readValuesFile } from '../values-file.ts';
import { chartValues } from './chart-values.ts';
import { checkValuesFile } from './check.ts';

const overlay = {
  type: 'object',
  additionalProperties: false,
  properties: {
    replicas: { anyOf: [{ type: 'integer', minimum: 1, maximum: 9 }, { type: 'null' }] },
    image: {
      anyOf: [
        {
          type: 'object',
          additionalProperties: false,
          properties: {
            tag: { anyOf: [{ type: 'string', not: { enum: ['latest'] } }, { type: 'null' }] },
            pullPolicy: {
              anyOf: [{ type: 'string', enum: ['Always', 'Never'] }, { type: 'null' }],
            },
          },
        },
        { type: 'null' },
      ],
    },
    port: { anyOf: [{ type: 'integer' }, { type: 'string', enum: ['http', 'https'] }] },
    debug: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
    hosts: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: { type: 'string', pattern: '^[a-z]+$', maxLength: 5 } },
      },
    },
    backend: {
      oneOf: [
        { type: 'object', additionalProperties: false, properties: { url: { type: 'string' } } },
        {
          type: 'object',
          additionalProperties: false,
          properties: { service: { type: 'string' }, port: { type: 'integer' } },
        },
      ],
    },
    x: {},
    old: { type: 'string', deprecated: true, 'x-deprecated': 'use image.tag' },
    count: { anyOf: [{ type: 'integer', 'x-renamed-to': 'replicas' }, { type: 'null' }] },
    labels: {
      type: 'object',
      propertyNames: { pattern: '^[a-z]+$' },
      additionalProperties: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    },
  },
};

const check = async (text: string): Promise<string> => {
  const root = await workspace({
    'c/values.yaml': 'replicas: 2\nimage:\n  tag: "1"\nhosts: [{name: a}]\nlabels: {}\n',
    'c/values.overlay.schema.json': JSON.stringify(overlay),
    'v.yaml': text,
  });
  const { value, findings } = await readValuesFile(join(root, 'v.yaml'), root);
  return (value === undefined ? findings : checkValuesFile(value, chartValues(join(root, 'c'))))
    .map(printFinding)
    .join('\n');
};

test.each([
  ['replica: 1', 'v.yaml:1:1: replica: the chart has no such value; did you mean replicas?'],
  [
    'image:\n  pull-policy: Always',
    'v.yaml:2:3: image.pull-policy: the chart has no such value; did you mean pullPolicy?',
  ],
  ['tag: "2"', 'v.yaml:1:1: tag: the chart has no such value; did you mean image.tag?'],
  ['other: 1', 'v.yaml:1:1: other: the chart has no such value; correct the name or remove it.'],
  [
    'replicas: "3"',
    'v.yaml:1:1: replicas: "3" does not fit: the chart needs an integer; write it without quotes: 3.',
  ],
  ['replicas: 0', 'v.yaml:1:1: replicas: 0 does not fit: the chart needs at least 1; correct it.'],
  [
    'replicas: 12345678901234567890',
    'v.yaml:1:1: replicas: 12345678901234567890 does not fit: the chart needs at most 9; correct it.',
  ],
  [
    'image:\n  tag: 1.10',
    'v.yaml:2:3: image.tag: 1.10 does not fit: the chart needs a string; put it in quotes: "1.10".',
  ],
  [
    'image:\n  tag: yes',
    'v.yaml:2:3: image.tag: yes, which YAML 1.1 reads as the boolean true, does not fit: the chart needs a string; put it in quotes: "yes".',
  ],
  [
    'image:\n  tag: latest',
    'v.yaml:2:3: image.tag: "latest" does not fit: the chart needs anything but "latest"; correct it.',
  ],
  [
    'image:\n  pullPolicy: always',
    'v.yaml:2:3: image.pullPolicy: "always" does not fit: the chart needs one of "Always", "Never"; did you mean Always?',
  ],
  ['image: nginx', 'v.yaml:1:1: image: "nginx" does not fit: the chart needs a map; correct it.'],
  [
    'debug: "true"',
    'v.yaml:1:1: debug: "true" does not fit: the chart needs a boolean, true or false; write it without quotes: true.',
  ],
  [
    'hosts: []',
    'v.yaml:1:1: hosts: a list does not fit: the chart needs at least 1 item; correct it.',
  ],
  ['hosts:\n  - {}', 'v.yaml:2:5: hosts[0].name: this value is required; set it.'],
  [
    'hosts:\n  - name: A1',
    'v.yaml:2:5: hosts[0].name: "A1" does not fit: the chart needs text that matches ^[a-z]+$; correct it.',
  ],
  [
    'labels: {A: x}',
    `v.yaml:1:10: labels.A: "A" is not allowed as a key: the chart needs text that matches ^[a-z]+$; correct it.`,
  ],
])('%s', async (text, message) => {
  expect(await check(`${text}\n`)).toBe(`error ${message} [values]`);
});

test('reports several failing alternatives as one fault, at the nearest alternative', async () => {
  expect(await check('port: htp\nbackend: 5\n')).toMatchInlineSnapshot(`
    "error v.yaml:1:1: port: "htp" does not fit: the chart needs an integer or one of "http", "https"; did you mean http? [values]
    error v.yaml:2:1: backend: 5 does not fit: the chart needs a map; correct it. [values]"
  `);
  expect(await check('backend:\n  service: web\n  port: x\n')).toMatchInlineSnapshot(
    `"error v.yaml:3:3: backend.port: "x" does not fit: the chart needs an integer; correct it. [values]"`,
  );
});

test('null removes any default, and a value that equals a default gives a hint', async () => {
  expect(await check('replicas: null\nimage: ~\nlabels: {a: null}\n')).toBe('');
  expect(await check('replicas: 2\nimage:\n  tag: "1"\nlabels: {a: x}\n')).toMatchInlineSnapshot(`
    "info v.yaml:1:1: replicas: this equals the default of the chart, so a new default would have no effect; remove it unless it is pinned on purpose. [default-value]
    info v.yaml:3:3: image.tag: this equals the default of the chart, so a new default would have no effect; remove it unless it is pinned on purpose. [default-value]"
  `);
});

test('warns about an integer that loses digits', async () => {
  expect(
    await check('x: {a: [9007199254740993, 9007199254740992, "9007199254740993"]}\n'),
  ).toMatchInlineSnapshot(
    `"warning v.yaml:1:9: x.a[0]: 9007199254740993 has more digits than a float64 can represent, so Helm reads 9007199254740992; put it in quotes if it is a name: "9007199254740993". [values]"`,
  );
});

test('warns about deprecated and renamed values, besides their errors', async () => {
  expect(await check('old: x\ncount: many\n')).toMatchInlineSnapshot(`
    "warning v.yaml:1:1: old: this value is deprecated, and a later version of the chart no longer has it; use image.tag. [deprecated-value]
    error v.yaml:2:1: count: "many" does not fit: the chart needs an integer; correct it. [values]
    warning v.yaml:2:1: count: this value was renamed to replicas, and a later version of the chart no longer accepts the old name; rename it, or run helm-charts check-values --fix. [renamed-value]"
  `);
});

test('reports all faults of a file in the order of its lines', async () => {
  const text = 'replicas: x\nimage:\n  tag: 2\n  tga: 3\nhosts:\n  - {name: b, port: 1}\n';
  expect(await check(text)).toMatchInlineSnapshot(`
    "error v.yaml:1:1: replicas: "x" does not fit: the chart needs an integer; correct it. [values]
    error v.yaml:3:3: image.tag: 2 does not fit: the chart needs a string; put it in quotes: "2". [values]
    error v.yaml:4:3: image.tga: the chart has no such value; did you mean tag? [values]
    error v.yaml:6:15: hosts[0].port: the chart has no such value; correct the name or remove it. [values]"
  `);
});

test.each([
  ['', ''],
  ['# only a comment\n', ''],
  ['\ufeffreplicas: 3\n', ''],
  ['&a replicas: 3\nlabels: &b {x: z}\n', ''],
  [
    '- a\n',
    'error v.yaml:1: values must be a YAML mapping, but this is a list; write a key before each value, for instance replicas: 2. [values]',
  ],
  [
    'text\n',
    'error v.yaml:1: values must be a YAML mapping, but this is a single value; write a key before each value, for instance replicas: 2. [values]',
  ],
  [
    'replicas: 1\n---\nreplicas: x\n',
    'error v.yaml:3:1: replicas: "x" does not fit: the chart needs an integer; correct it. [values]',
  ],
  [
    'replicas: 1e999\n',
    'error v.yaml:1:1: replicas: "1e999" does not fit: the chart needs an integer; correct it. [values]',
  ],
  [
    'replicas: 3\nreplicas: 4\n',
    'error v.yaml:2:1: the key is defined twice, and only one of the values would be used; remove one. [values]',
  ],
  [
    'image:\n\ttag: x\n',
    'error v.yaml:2:1: a tab is used for indentation, which YAML does not allow; replace it with spaces. [values]',
  ],
  [
    'labels: {a: *none}\n',
    'error v.yaml:1:13: the alias *none has no anchor &none before it. [values]',
  ],
  [
    'a\0b',
    'error v.yaml: the file is not UTF-8 text, so Helm cannot read it; save it as UTF-8. [values]',
  ],
])('reads the file %j or reports one error', async (text, message) => {
  expect(await check(text)).toBe(message);
});
