import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { orFail } from '@helm-charts/types';
import { expect, test } from 'vitest';
import type { Backend } from '../backend.ts';
import { defaultLimits } from '../limits.ts';
import { defaultKubeVersion } from '../programs/tool.ts';
import { openNative } from './backend.ts';
import { nativeProgram } from './program.ts';

const root = resolve(import.meta.dirname, '../../../..');
const program = orFail(await nativeProgram());

const backend = (workspaceRoot: string): Backend =>
  openNative(program, { workspaceRoot, signal: undefined, limits: defaultLimits });

const render = (workspaceRoot: string, chart: string) =>
  backend(workspaceRoot).render({
    name: 'web',
    namespace: 'shop',
    chart: join(workspaceRoot, chart),
    values: {},
    helm: '4.2.3',
    kubeVersion: defaultKubeVersion,
    apis: undefined,
    apiVersions: [],
    objects: undefined,
    isUpgrade: false,
    skipSchema: false,
    seed: 0,
  });

/** What both parsers make of a text, with the order of members. */
const both = (text: string, values: Awaited<ReturnType<typeof render>>['values']) =>
  [values ?? [], []].map((known) =>
    JSON.stringify(parseManifests(text, 'test', undefined, { values: known }), undefined, 1),
  );

test.for(readdirSync(join(root, 'charts')))(
  'the program reads the manifests of %s as this project does',
  async (chart) => {
    const { text = '', values = [] } = await render(root, join('charts', chart));
    const [ofProgram, own] = both(text, values);
    expect(ofProgram).toBe(own);
    // Few need a closer look.
    expect(values.filter((value) => value !== undefined).length).toBeGreaterThan(1);
  },
);

const manifest = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n${data.replaceAll(/^/gm, '  ')}\n`;

test('also what differs between YAML parsers', async () => {
  const data = [
    'a: yes\nb: "yes"\nc: off\nd: y\ne: N\nf: ~\ng: null\nh: ""\ni:',
    'a: 010\nb: 0o10\nc: 0x1F\nd: 0b11\ne: 1_000\nf: +1\ng: 08\nh: 1e3\ni: .5\nj: 1.\nk: 1.50\nl: 1e40',
    'a: 9007199254740993\nb: 18446744073709551615\nc: 123456789012345678901234567890\nd: -0\ne: 0.1\nf: 1.0',
    'a: 2001-01-01\nb: 2001-01-01T00:00:00Z\nc: 1:30\nd: 12:30:45\ne: =\nf: .inf\ng: .nan',
    '1: a\n2.5: b\nyes: c\n"1x": d\n? e\n: f\nnull: g',
    "a: |\n  x\n   y\n\n  # no comment\nb: >-\n  one\n  two\n\n  three\nc: |+\n  z\n\nd: \"a\\u00e9\\x41\\n\"\ne: 'it''s'",
    'a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}',
    'a: !own 1\nb: !!str 1\nc: !!int "3"\nd: !!binary aGk=',
    'a: 1\na: 2',
    'a: {b: [1, two, {c: d}], e: {}, f: []}\ng: [a,\n  b]\nh: "x # y"\ni: x # y\nj: a:b\nk: http://x',
    'a:\n- 1\n-   2\n- - 3\n  - 4\nb: "\\/"\nc: é😀\nd: "tab\\t"\ne: a\tb',
    'a: if ! true; then echo *; fi & b\nc: |\n  if ! true; then echo *; fi\n  &x\nd: 2>&1',
    'a: [',
    'a: "x',
    "a: 'x\n\n  y'\nb: x\n  y\n\n  z",
  ];
  const list =
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n';
  const template = [...data.map((one, at) => manifest(`m-${at}`, one)), list, '# none\n', '{}\n'];
  const root = await workspace({ 'all.yaml': template.join('---\n') });
  // Helm refuses most of these, but kustomize and this project read them one by one.
  for (const [at, text] of template.entries()) {
    const built = await backend(root).transform({
      kustomizations: [],
      file: 'a.yaml',
      resources: text,
    });
    const [ofProgram, own] = both(text, built.values);
    expect(ofProgram, `document ${at}: ${text}`).toBe(own);
  }
});
