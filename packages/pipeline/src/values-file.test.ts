import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findTool } from '@helm-charts/engine';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { type Checked, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import type { ValuesFile } from './values/check.ts';
import { readValuesFile } from './values-file.ts';

const read = async (text: string): Promise<Checked<ValuesFile>> => {
  const root = await workspace({ 'site/values.yaml': text });
  return readValuesFile(join(root, 'site/values.yaml'), root);
};

const refusal = async (reading: Promise<Checked<ValuesFile>>): Promise<string> => {
  const { value, findings } = await reading;
  expect(value).toBeUndefined();
  return findings.map(printFinding).join('\n');
};

/** The values that helm reads of a text. */
const fromHelm = async (text: string): Promise<unknown> => {
  const root = await workspace({
    ...tinyChart,
    'charts/tiny/values.yaml': '',
    'charts/tiny/values.schema.json': '{}',
    'charts/tiny/templates/config.yaml': 'values: {{ toJson .Values | squote }}',
  });
  const { path } = await findTool('helm');
  const stdout = execFileSync(path, ['template', 'x', join(root, 'charts/tiny'), '--values=-'], {
    input: text,
    encoding: 'utf8',
  });
  return JSON.parse(/values: '(.*)'$/m.exec(stdout)?.[1] ?? '');
};

test('reads values like helm', async () => {
  const text = `a: 2001-01-01
b: 1:30
c: [on, NO, y, yes, True, nULL, ~, Null]
d: [0777, 0o777, 1_000, 0b11, 0x1F, +12, 08, 12345678901234567890, 9007199254740993]
e: [1e3, 1.5e+3, .5, 1., 1.0, 1e-7, 1_.5_0, 1.2.3]
f: !!binary aGk=
g: &g {x: 1}
h: {<<: *g, z: "\\u263a"}
1: number
true: boolean
i: |
  text
j: =
k: 190:20:30.15
l: 2001-01-01T00:00:00Z
`;
  expect((await read(text)).value?.value).toEqual(await fromHelm(text));
});

test('merges several documents like helm, with the place of each value', async () => {
  const text = '# none\n---\na: 1\nb: { c: 1, d: 1 }\n---\nb: { d: 2, e: [x] }\n---\n';
  const { value } = await read(text);
  expect(value?.value).toEqual({ a: 1, b: { c: 1, d: 2, e: ['x'] } });
  expect(value?.value).toEqual(await fromHelm(text));
  const lines = [['a'], ['b', 'c'], ['b', 'd'], ['b', 'e', 0], ['b', 'none']].map(
    (path) => value?.yaml.placeOf(path).line,
  );
  expect(lines).toEqual([3, 4, 6, 6, 6]);
  expect(await refusal(read('a: 1\n---\nb: *x\n---\nc: [\n'))).toMatchInlineSnapshot(`
    "error site/values.yaml:3:4: the alias *x has no anchor &x before it. [values]
    error site/values.yaml:6:1: flow sequence in block collection must be sufficiently indented and end with a ]. [values]"
  `);
  expect(await refusal(read('a: 1\n---\n- b\n'))).toMatchInlineSnapshot(
    `"error site/values.yaml:3: values must be a YAML mapping, but this is a list; write a key before each value, for instance replicas: 2. [values]"`,
  );
});

test('an empty file means no values', async () => {
  expect((await read('# nothing yet\n')).value?.value).toEqual({});
});

test('reports all problems of a file at once', async () => {
  const text = 'pool:\n  size: 1\n  size: 2\nhosts:\n\t- a\nimage: *none\n';
  expect(await refusal(read(text))).toMatchInlineSnapshot(`
    "error site/values.yaml:3:3: the key is defined twice, and only one of the values would be used; remove one. [values]
    error site/values.yaml:5:1: a tab is used for indentation, which YAML does not allow; replace it with spaces. [values]
    error site/values.yaml:6:8: the alias *none has no anchor &none before it. [values]"
  `);
});

test('rejects exponentially nested aliases', async () => {
  const row = (name: string, item: string) =>
    `${name}: &${name} [${Array(99).fill(item).join(', ')}]`;
  const text = [row('a', '1'), row('b', '*a'), row('c', '*b'), row('d', '*c')].join('\n');
  expect(await refusal(read(text))).toMatchInlineSnapshot(
    `"error site/values.yaml:1:1: its nested aliases expand to too many nodes, so the parser stops; write out the values instead of aliases. [values]"`,
  );
});

test('rejects values that are not a mapping', async () => {
  expect(await refusal(read('- a\n'))).toMatchInlineSnapshot(
    `"error site/values.yaml:1: values must be a YAML mapping, but this is a list; write a key before each value, for instance replicas: 2. [values]"`,
  );
});

test('reports a missing file and a too large file', async () => {
  expect(await refusal(readValuesFile('/w/none.yaml', '/w'))).toMatchInlineSnapshot(
    `"error none.yaml: the values file does not exist; correct the path. [values]"`,
  );
  expect(await refusal(read(`a: ${'x'.repeat(20 * 1024 * 1024)}`))).toMatchInlineSnapshot(
    `"error site/values.yaml: the file has 21 MiB, but Helm reads at most 5; remove large data from the values. [values]"`,
  );
});
