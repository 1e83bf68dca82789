import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { Failure, type JsonObject, printFinding } from '@helm-charts/types';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EngineName } from './backend.ts';
import { openEngine } from './engine.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const failure = async (rendering: Promise<unknown>): Promise<string> => {
  const error = await rendering.catch((cause: unknown) => cause);
  if (!(error instanceof Failure)) throw new Error('it should have failed', { cause: error });
  return `exit code ${error.exitCode}\n${error.message}`;
};

describe.each<EngineName>(['helm', 'native'])('the engine %s', (name) => {
  const template = async (
    files: Readonly<Record<string, string>>,
    values: JsonObject = {},
    options: { readonly kubeVersion?: string; readonly signal?: AbortSignal } = {},
  ) => {
    const workspaceRoot = await workspace({ ...tinyChart, ...files });
    const chart = join(workspaceRoot, 'charts/tiny');
    return renderOne(workspaceRoot, chart, values, options);
  };

  const renderOne = async (
    workspaceRoot: string,
    chart: string,
    values: JsonObject,
    options: { readonly kubeVersion?: string; readonly signal?: AbortSignal } = {},
  ) => {
    const engine = openEngine({ workspaceRoot, engine: name, ...options });
    const [rendered] = await engine.render([{ name: 'one', namespace: 'msp', chart, values }]);
    if (rendered === undefined) throw new Error('nothing was rendered');
    return rendered;
  };

  const refusal = async (rendering: ReturnType<typeof template>): Promise<string> => {
    const { value, findings } = await rendering;
    expect(value).toBeUndefined();
    return findings.map(printFinding).join('\n');
  };

  test('renders a release with its name, namespace, values and Kubernetes version', async () => {
    expect((await template({}, { pool: { size: 3 } })).value?.text).toMatchInlineSnapshot(`
    "---
    # Source: tiny/templates/config.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: one
      namespace: msp
    data:
      size: "3"
      kubernetes: v1.36.3
    "
  `);
    expect((await template({}, {}, { kubeVersion: '1.35.1' })).value?.text).toContain(
      'kubernetes: v1.35.1',
    );
  });

  test('also renders CustomResourceDefinitions', async () => {
    const { value } = await template({
      'charts/tiny/crds/pool.yaml': 'kind: CustomResourceDefinition\n',
    });
    expect(value?.text).toContain('kind: CustomResourceDefinition');
  });

  test('reports all values that the schema rejects by their paths', async () => {
    const values = { pool: { size: null, mode: true, hosts: ['a', 1], sise: 1 }, image: 'x' };
    expect(await refusal(template({}, values))).toMatchInlineSnapshot(`
    "error release msp/one: image: the chart has no such value; correct the name or remove it. [values]
    error release msp/one: pool.hosts[1]: got number, want string. [values]
    error release msp/one: pool.mode: got boolean, want integer, or value must be 'session'. [values]
    error release msp/one: pool.sise: the chart has no such value; correct the name or remove it. [values]
    error release msp/one: pool.size: this value is required; set it. [values]"
  `);
  });

  test('reports a value of a subchart below the name of the subchart', async () => {
    const subchart = {
      'charts/tiny/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
      'charts/tiny/charts/sub/values.schema.json': '{"properties": {"a/b.c": {"type": "string"}}}',
      'charts/tiny/values.schema.json': '{"required": ["pool", "sub"]}',
    };
    const rendering = template(subchart, { sub: { 'a/b.c': 1 }, pool: null });
    expect(await refusal(rendering)).toMatchInlineSnapshot(`
    "error release msp/one: pool: this value is required; set it. [values]
    error release msp/one: sub["a/b.c"]: got number, want string. [values]"
  `);
  });

  test('reports the line of a template that fails', async () => {
    const broken = (text: string) => refusal(template({ 'charts/tiny/templates/x.yaml': text }));
    expect(await broken('a: 1\nb: {{ fail "size must be\\nat least 1" }}')).toMatchInlineSnapshot(
      `"error charts/tiny/templates/x.yaml:2: release msp/one: helm: size must be at least 1. [chart]"`,
    );
    expect(await broken('a: {{ .Values.image.tag }}')).toMatchInlineSnapshot(
      `"error charts/tiny/templates/x.yaml:1: release msp/one: helm: .Values.image.tag: nil pointer evaluating interface {}.tag. [chart]"`,
    );
    expect(await broken('a: {{ .Values.a')).toMatchInlineSnapshot(
      `"error charts/tiny/templates/x.yaml:1: release msp/one: helm: unclosed action. [chart]"`,
    );
    expect(await broken('a: {{ nosuch 1 }}')).toMatchInlineSnapshot(
      `"error charts/tiny/templates/x.yaml:1: release msp/one: helm: function "nosuch" not defined. [chart]"`,
    );
    expect(await broken('a:\n\tb: 1')).toMatchInlineSnapshot(
      `"error charts/tiny/templates/x.yaml: release msp/one: helm: its output is not valid YAML: line 2: found character that cannot start any token. [chart]"`,
    );
  });

  test('reports the innermost position of nested includes', async () => {
    const files = {
      'charts/tiny/templates/_helpers.tpl':
        '{{- define "inner" }}\n{{ .Values.image.tag }}\n{{- end }}\n{{- define "outer" }}{{ include "inner" . }}{{- end }}',
      'charts/tiny/templates/x.yaml': 'a: {{ include "outer" . }}',
    };
    expect(await refusal(template(files))).toMatchInlineSnapshot(
      `"error charts/tiny/templates/_helpers.tpl:2: release msp/one: helm: .Values.image.tag: nil pointer evaluating interface {}.tag. [chart]"`,
    );
  });

  test('warns about values that helm drops', async () => {
    const files = {
      'charts/tiny/values.schema.json': '{}',
      'charts/tiny/values.yaml': 'pool: {size: 1}\nimage: a\n',
    };
    expect((await template(files, { image: { tag: 'b' } })).findings).toMatchInlineSnapshot(`
    [
      {
        "input": "release msp/one",
        "message": "helm: skipped value for tiny.image: Not a table",
        "pointer": "/image",
        "rule": "values",
        "severity": "warning",
      },
    ]
  `);
  });

  test('reports a missing chart, a directory without Chart.yaml and an incomplete Chart.yaml', async () => {
    const workspaceRoot = await workspace({
      'charts/none/values.yaml': '',
      'charts/half/Chart.yaml': 'name: half\n',
    });
    const render = (chart: string) =>
      refusal(renderOne(workspaceRoot, join(workspaceRoot, chart), {}));
    expect(await render('charts/nowhere')).toMatchInlineSnapshot(
      `"error charts/nowhere: release msp/one: the chart directory does not exist; generate the chart, or correct the path. [chart]"`,
    );
    expect(await render('charts/none')).toMatchInlineSnapshot(
      `"error charts/none: release msp/one: the directory has no Chart.yaml, so it is not a chart; generate the chart, or correct the path. [chart]"`,
    );
    expect(await render('charts/half')).toMatchInlineSnapshot(
      `"error charts/half: release msp/one: helm: validation: chart.metadata.version is required. [chart]"`,
    );
  });

  test('an aborted render fails with exit code 130', async () => {
    const rendering = template({}, {}, { signal: AbortSignal.abort() });
    expect(await failure(rendering)).toMatch(/^exit code 130\n/);
  });
});

test('distinguishes a killed helm from a failing helm', async () => {
  const helm = '#!/bin/sh\n[ "$1" = version ] && echo v4.2.3 || kill -9 $$\n';
  const root = await workspace({ helm });
  const script = join(root, 'helm');
  await chmod(script, 0o755);
  vi.stubEnv('HELM_BIN', script);
  const workspaceRoot = await workspace(tinyChart);
  const chart = join(workspaceRoot, 'charts/tiny');
  const releases = [{ name: 'one', namespace: 'msp', chart, values: {} }];
  const rendering = openEngine({ workspaceRoot, engine: 'helm' }).render(releases);
  expect((await failure(rendering)).replace(root, '')).toMatchInlineSnapshot(`
    "exit code 3
    error /helm: killed by SIGKILL while rendering release one; free some memory and run it again. [environment]"
  `);
});
