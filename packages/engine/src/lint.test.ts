import { join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { type JsonObject, printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import type { EngineName } from './backend.ts';
import { openEngine } from './engine.ts';

describe.each<EngineName>(['helm', 'native'])('the engine %s', (name) => {
  const lint = async (
    files: Readonly<Record<string, string>>,
    ...values: readonly JsonObject[]
  ): Promise<readonly string[]> => {
    const workspaceRoot = await workspace({ ...tinyChart, ...files });
    const findings = await openEngine({ workspaceRoot, engine: name }).lint(
      join(workspaceRoot, 'charts/tiny'),
      values,
    );
    return findings.map(printFinding);
  };

  test('a valid chart has no findings', async () => {
    expect(await lint({}, {}, { pool: { size: 2 } })).toEqual([]);
  });

  test('reports a finding of several values once', async () => {
    const nameless = {
      'charts/tiny/templates/x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A_b}\n',
    };
    expect(await lint(nameless, {}, { pool: { size: 'x' } })).toMatchInlineSnapshot(`
    [
      "warning charts/tiny/templates/x.yaml: object name does not conform to Kubernetes naming requirements: "A_b": metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'). [helm-lint]",
      "error pool.size: got string, want integer. [values]",
    ]
  `);
  });

  test('why a chart can not be loaded is said once', async () => {
    const broken = { 'charts/tiny/templates/_x.tpl': '{{ if }}\n' };
    const { length } = await lint(broken, {});
    expect(length).toBe(1);
    expect(await lint({ 'charts/tiny/values.yaml': 'x: [\n' }, {})).toEqual([
      expect.stringMatching(/^error charts\/tiny\/values.yaml: unable to parse YAML/),
      expect.stringMatching(/^error charts\/tiny: helm: cannot load values.yaml/),
    ]);
  });

  test('warns about APIs that Kubernetes no longer serves', async () => {
    const kinds = ['policy/v1beta1 PodDisruptionBudget', 'v1 Endpoints', 'apps/v1 Deployment'];
    expect(
      await lint({ 'charts/tiny/templates/old.yaml': objects(kinds) }, {}),
    ).toMatchInlineSnapshot(`
      [
        "warning charts/tiny/templates/old.yaml: policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 PodDisruptionBudget. [helm-lint]",
        "warning charts/tiny/templates/old.yaml: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice. [helm-lint]",
        "error charts/tiny/templates/old.yaml: a Deployment must contain matchLabels or matchExpressions, and "a" does not. [helm-lint]",
      ]
    `);
  });

  test('reports what is wrong with Chart.yaml and with the templates', async () => {
    const files = {
      'charts/tiny/Chart.yaml':
        'apiVersion: v3\nname: tiny\nversion: 1.0\nappVersion: 2\nicon: x\nlater: true\nmaintainers: [{email: x}]\n',
      'charts/tiny/templates/a.json': '{}',
      'charts/tiny/templates/b.yaml': '  a: b\n',
    };
    expect(await lint(files, {})).toMatchInlineSnapshot(`
      [
        "warning charts/tiny/Chart.yaml: failed to strictly parse chart metadata file error unmarshaling JSON: while decoding JSON: json: unknown field "later". [helm-lint]",
        "error charts/tiny/Chart.yaml: apiVersion 'v3' is not valid. The value must be either "v1" or "v2". [helm-lint]",
        "error charts/tiny/Chart.yaml: version should be of type string but it's of type float64. [helm-lint]",
        "error charts/tiny/Chart.yaml: appVersion should be of type string but it's of type float64. [helm-lint]",
        "error charts/tiny/Chart.yaml: each maintainer requires a name. [helm-lint]",
        "error charts/tiny/Chart.yaml: invalid icon URL 'x'. [helm-lint]",
        "warning charts/tiny/Chart.yaml: version '1' is not a valid SemVerV2. [helm-lint]",
        "error charts/tiny/templates/a.json: file extension '.json' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt. [helm-lint]",
        "warning charts/tiny/templates/b.yaml: document starts with an illegal indent: "  a: b", which may cause parsing problems. [helm-lint]",
        "warning charts/tiny/templates/b.yaml: object name does not conform to Kubernetes naming requirements: "": metadata.name: Invalid value: "": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'). [helm-lint]",
      ]
    `);
  });

  test('reports dependencies that are missing or unknown', async () => {
    const files = {
      'charts/tiny/Chart.yaml':
        'apiVersion: v2\nname: tiny\nversion: 0.1.0\ndependencies: [{name: db, version: 1.0.0}]\n',
      'charts/tiny/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
      'charts/tiny/crds/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    };
    expect(await lint(files, {})).toMatchInlineSnapshot(`
      [
        "error sub: the chart has no such value; correct the name or remove it. [values]",
        "error charts/tiny: chart metadata is missing these dependencies: sub. [helm-lint]",
        "warning charts/tiny: chart directory is missing these dependencies: db. [helm-lint]",
        "error charts/tiny/crds/a.yaml: apiVersion is not in 'apiextensions.k8s.io'. [helm-lint]",
        "error charts/tiny/crds/a.yaml: object kind is not 'CustomResourceDefinition'. [helm-lint]",
      ]
    `);
  });

  test('says that there is no chart', async () => {
    const workspaceRoot = await workspace({ 'charts/none/values.yaml': '' });
    const of = async (chart: string) => {
      const engine = openEngine({ workspaceRoot, engine: name });
      return (await engine.lint(join(workspaceRoot, chart), [{}, { a: 1 }])).map(printFinding);
    };
    expect(await of('charts/none')).toMatchInlineSnapshot(`
      [
        "error charts/none: the directory has no Chart.yaml, so it is not a chart; generate the chart, or correct the path. [chart]",
      ]
    `);
    expect(await of('charts/nowhere')).toMatchInlineSnapshot(`
      [
        "error charts/nowhere: the chart directory does not exist; generate the chart, or correct the path. [chart]",
      ]
    `);
  });
});

/** Objects of kinds, each given as apiVersion and kind with a space between them. */
const objects = (kinds: readonly string[]): string =>
  kinds
    .map((one) => one.split(' '))
    .map(([apiVersion, kind]) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n`)
    .join('---\n');
