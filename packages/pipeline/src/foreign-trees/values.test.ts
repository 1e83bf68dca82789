import { expect, test } from 'vitest';
import { kustomization, release, renderTree } from '../testing/foreign-tree.ts';

/** Scalars, and what Go reads in a text of values: YAML 1.1 without dates and base 60. */
const scalars: Readonly<Record<string, unknown>> = {
  '.': '.',
  '12e4567': '12e4567',
  '1e400': '1e400',
  '0o17': 15,
  "'0o17'": '0o17',
  '017': 15,
  '08': 8,
  '1_000': 1000,
  '0b11': 3,
  '0x1F': 31,
  '1e3': 1000,
  '+1': 1,
  '~': null,
  yes: true,
  off: false,
  n: false,
  '2001-01-01': '2001-01-01',
  '1:30': '1:30',
  '190:20:30': '190:20:30',
  '!!str 5': '5',
  '1234567890123456789012345678901234567890': 1.2345678901234568e39,
  '1.0': 1,
};

const text = Object.keys(scalars)
  .map((scalar, index) => `    v${index}: ${scalar}\n`)
  .join('');

const values = Object.fromEntries(
  Object.values(scalars).flatMap((value, index) => (value === null ? [] : [[`v${index}`, value]])),
);

test('scalars of a text of values have the values that Helm gives them', async () => {
  const { findings, valuesOf } = await renderTree({
    'apps/web.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: site, namespace: demo }
data:
  values.yaml: |
${text}---
${release('web', 'valuesFrom: [{ kind: ConfigMap, name: site }]')}`,
  });
  expect(findings).toEqual([]);
  expect(await valuesOf('web')).toMatchObject(values);
});

test('scalars of spec.values have the values that kustomize gives them', async () => {
  const { findings, valuesOf } = await renderTree({
    'apps/web.yaml': release('web', `values:\n${text.replaceAll('    v', '  v')}`),
  });
  expect(findings).toEqual([]);
  // kustomize reads booleans of YAML 1.2, and dates.
  const strings = Object.fromEntries(
    Object.keys(scalars).flatMap((scalar, index) =>
      ['yes', 'off', 'n'].includes(scalar) ? [[`v${index}`, scalar]] : [],
    ),
  );
  const date = Object.keys(scalars).indexOf('2001-01-01');
  expect(await valuesOf('web')).toMatchObject({
    ...values,
    ...strings,
    [`v${date}`]: '2001-01-01T00:00:00Z',
  });
});

test('a text keeps its quotes in postBuild and in what is built', async () => {
  const { findings, find } = await renderTree({
    'clusters/c1/apps.yaml': kustomization(
      'apps',
      'path: ./apps\npostBuild: { substitute: { MODE: "0o17", ZONE: "." } }',
    ),
    'apps/web.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, namespace: demo }\ndata: { mode: "m-\${MODE}", zone: "\${ZONE}", plain: "0o17", literal: "$\${MODE}" }\n`,
  });
  expect(findings).toEqual([]);
  expect(await find('ConfigMap demo/web')).toMatchObject({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the variable that Flux leaves.
    data: { mode: 'm-0o17', zone: '.', plain: '0o17', literal: '${MODE}' },
  });
});

test('a key twice in a text of values is a warning, and the last value counts', async () => {
  const site = `apiVersion: v1
kind: ConfigMap
metadata: { name: site, namespace: demo }
data:
  values.yaml: |
    a: { b: 1, c: 1 }
    a: { b: 2 }
---
`;
  const { findings, exitCode, valuesOf } = await renderTree({
    'apps/web.yaml': `${site}${release('web', 'valuesFrom: [{ kind: ConfigMap, name: site }]')}`,
  });
  expect(findings).toEqual([
    expect.stringMatching(/^warning apps\/web.yaml:7:1: the key is defined twice/),
  ]);
  expect(exitCode).toBe(0);
  expect(await valuesOf('web')).toEqual({ a: { b: 2 } });
});

test('of several documents in a text of values the first one counts, and the others are a warning', async () => {
  const site = `apiVersion: v1
kind: ConfigMap
metadata: { name: site, namespace: demo }
data:
  values.yaml: |
    ---
    a: 1
    ---
    b: 2
---
`;
  const { findings, exitCode, valuesOf } = await renderTree({
    'more.yaml': 'c: 3\n---\nd: [\n',
    'apps/web.yaml': `${site}${release(
      'web',
      'valuesFrom: [{ kind: ConfigMap, name: site }]',
    ).replace('echo,', 'echo, valuesFiles: [more.yaml],')}`,
  });
  expect(findings).toEqual([
    expect.stringMatching(
      /^warning apps\/web.yaml:8:1: a second YAML document starts here, and only the first one is read/,
    ),
    expect.stringMatching(
      /^warning apps\/web.yaml:\d+: .*the values file more.yaml:2:1: a second YAML document/,
    ),
  ]);
  expect(exitCode).toBe(0);
  expect(await valuesOf('web')).toEqual({ a: 1, c: 3 });
});

test('a release whose values Flux does not check against the schema of the chart', async () => {
  const files = (spec: string) => ({
    'charts/echo/values.schema.json': '{ "properties": { "replicas": { "type": "integer" } } }',
    'apps/web.yaml': release('web', `values: { replicas: few }\n${spec}`),
  });
  const off = '{ disableSchemaValidation: true }';
  const both = await renderTree(files(`install: ${off}\nupgrade: ${off}`));
  expect(both.findings).toEqual([]);
  expect(await both.valuesOf('web')).toEqual({ replicas: 'few' });
  const { findings } = await renderTree(files(`install: ${off}`));
  expect(findings).toEqual([
    'error apps/web.yaml:8: HelmRelease demo/web: spec.values.replicas: "few" does not fit: the chart needs an integer; correct it. [values]',
  ]);
});

test('the schema of a subchart that does not allow global', async () => {
  const { findings } = await renderTree({
    'charts/echo/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
    'charts/echo/charts/sub/values.schema.json': JSON.stringify({
      type: 'object',
      additionalProperties: false,
      properties: { a: { type: 'integer' } },
    }),
    'apps/web.yaml': release('web', 'values: { sub: { a: 1 } }'),
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "error release demo/web: sub.global: the values.schema.json of the subchart sub does not allow "global", which Helm adds to the values of every subchart, so Helm rejects the release; allow global in the schema of the subchart. [values]",
    ]
  `);
});
