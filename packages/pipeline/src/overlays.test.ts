import { join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { lint } from './lint.ts';
import { render } from './render.ts';
import { printReport } from './report.ts';

/** Renders charts/tiny as a third-party chart, in a workspace with further files. */
const rendered = async (
  files: Readonly<Record<string, string>>,
  values: readonly string[] = [],
): Promise<string> => {
  const root = await workspace({ ...tinyChart, ...files });
  const options = { values: values.map((file) => join(root, file)) };
  return printReport(await render({ workspace: root, root: 'charts/tiny' }, options));
};

test('renders a third-party chart with its defaults', async () => {
  expect(await rendered({})).toBe('charts/tiny: 1 scenario, 1 manifest, 0 findings\n');
});

test('each ci/*-values.yaml is a scenario, and only valid ones are rendered', async () => {
  const files = {
    'charts/tiny/ci/big-values.yaml': 'pool: {size: 300}\n',
    'charts/tiny/ci/usual-values.yaml': 'pool: {size: 20}\n',
    'charts/tiny/ci/wrong-values.yaml': 'pool:\n  size: many\n  sise: 2\n  mode: sesion\n',
    'charts/tiny/ci/unread-values.yaml': '- a\n',
    'charts/tiny/ci/notes.yaml': 'of: another kind',
  };
  expect(await rendered(files)).toMatchInlineSnapshot(`
    "error charts/tiny/ci/unread-values.yaml:1: values must be a YAML mapping, but this is a list; write a key before each value, for instance replicas: 2. [values]
    error charts/tiny/ci/wrong-values.yaml:2:3: pool.size: "many" does not fit: the chart needs an integer; correct it. [values]
    error charts/tiny/ci/wrong-values.yaml:3:3: pool.sise: the chart has no such value; did you mean size? [values]
    error charts/tiny/ci/wrong-values.yaml:4:3: pool.mode: "sesion" does not fit: the chart needs an integer or "session"; did you mean session? [values]
    charts/tiny: 2 scenarios, 2 manifests, 4 findings; not rendered: 2 scenarios with errors (exit code 2)
    "
  `);
});

test('renders values files instead of them, and reports all their problems', async () => {
  const files = {
    'charts/tiny/ci/big-values.yaml': 'pool: {size: 300}\n',
    'a.yaml': 'pool: {size: 20}\n',
    'b/a.yaml': 'pool: {hosts: [1]}\n',
  };
  expect(await rendered(files, ['a.yaml', 'b/a.yaml'])).toMatchInlineSnapshot(`
    "info a.yaml:1:8: pool.size: this equals the default of the chart, so a new default would have no effect; remove it unless it is pinned on purpose. [default-value]
    error b/a.yaml:1:16: pool.hosts[0]: 1 does not fit: the chart needs a string; put it in quotes: "1". [values]
    charts/tiny: 1 values file, 1 manifest, 1 finding; not rendered: 1 scenario with errors (exit code 2)
    "
  `);
});

test('also runs helm lint with each of them', async () => {
  const root = await workspace({
    ...tinyChart,
    'charts/tiny/src/chart.ts':
      "export const chart = { name: 'tiny', values: { schema: {} }, manifests: {}, scenarios: {} };",
    'charts/tiny/ci/big-values.yaml': 'pool: {size: 300}\n',
    'charts/tiny/ci/wrong-values.yaml': 'pool: {sise: 300}\n',
  });
  const report = await lint({ workspace: root, root: 'charts/tiny' });
  expect(printReport(report)).toMatchInlineSnapshot(`
    "error charts/tiny/ci/wrong-values.yaml:1:8: pool.sise: the chart has no such value; did you mean size? [values]
    charts/tiny: linted with 1 scenario (exit code 2)
    "
  `);
});

test('shows the message of helm if only helm rejects the values', async () => {
  const files = {
    'charts/tiny/templates/rule.yaml':
      '{{- if gt (int .Values.pool.size) 100 }}{{ fail "a pool has at most 100" }}{{ end }}',
    'a.yaml': 'pool: {size: 300}\n',
    'missing.yaml': 'pool: {size: null}\n',
  };
  expect(await rendered(files, ['a.yaml', 'missing.yaml'])).toMatchInlineSnapshot(`
    "error missing.yaml:1:8: pool.size: this value is required; set it. [values]
    error charts/tiny/templates/rule.yaml:1: scenario a: helm: a pool has at most 100. [chart]
    charts/tiny: 0 values files, 0 manifests, 2 findings; not rendered: 2 scenarios with errors (exit code 2)
    "
  `);
});
