import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { type JsonObject, printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import type { EngineName } from './backend.ts';
import { chartFinding } from './chart-error.ts';
import { openEngine } from './engine.ts';

type Files = Readonly<Record<string, string>>;

const tiny = 'charts/tiny';

describe.each<EngineName>(['helm', 'native'])('the engine %s', (engine) => {
  const render = async (
    workspaceRoot: string,
    chart = tiny,
    name = 'one',
    values: JsonObject = {},
  ) => {
    const [rendered] = await openEngine({ workspaceRoot, engine }).render([
      { name, namespace: 'msp', chart: join(workspaceRoot, chart), values },
    ]);
    return (
      rendered?.value?.text ??
      rendered?.findings.map(printFinding).join('\n').replaceAll(workspaceRoot, '')
    );
  };
  const said = async (files: Files, name?: string) =>
    render(await workspace({ ...tinyChart, ...files }), tiny, name);
  const ofChartYaml = (text: string) =>
    said({ [`${tiny}/Chart.yaml`]: `name: tiny\nversion: 0.1.0\n${text}` });

  test('says which charts are for another Helm', async () => {
    expect(await ofChartYaml('apiVersion: v3\n')).toMatchInlineSnapshot(
      `"error charts/tiny/Chart.yaml: release msp/one: its apiVersion is not v1 or v2, and Helm 4 installs no other charts; set apiVersion: v2, or use a version of the chart for Helm 4. [chart]"`,
    );
    expect(await ofChartYaml('apiVersion: v4\n')).toMatchInlineSnapshot(
      `"error charts/tiny/Chart.yaml: release msp/one: its apiVersion is not v1 or v2, and Helm 4 installs no other charts; set apiVersion: v2, or use a version of the chart for Helm 4. [chart]"`,
    );
    expect(await ofChartYaml('apiVersion: v2\nlater: true\n')).toContain('kind: ConfigMap');
    expect(await ofChartYaml('apiVersion: v2\nkubeVersion: ">=1.40"\n')).toMatchInlineSnapshot(
      `"error charts/tiny/Chart.yaml: release msp/one: its kubeVersion (>=1.40) does not include Kubernetes v1.36.3, so Helm does not install it; use another version of the chart, or render for the version of Kubernetes of the cluster. [chart]"`,
    );
    expect(await ofChartYaml('apiVersion: v2\nkubeVersion: so\n')).toMatchInlineSnapshot(
      `"error charts/tiny/Chart.yaml: release msp/one: its kubeVersion (so) does not include Kubernetes v1.36.3, so Helm does not install it; use another version of the chart, or render for the version of Kubernetes of the cluster. [chart]"`,
    );
  });

  test('says why a chart is not installed', async () => {
    expect(await ofChartYaml('apiVersion: v2\ntype: library\n')).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: library charts are not installable. [chart]"`,
    );
    expect(await ofChartYaml('apiVersion: v2\ntype: other\n')).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: validation: chart.metadata.type must be application or library. [chart]"`,
    );
    const dependencies = 'dependencies: [{name: db, version: 1.x.x, repository: "oci://x"}]\n';
    expect(await ofChartYaml(`apiVersion: v2\n${dependencies}`)).toMatchInlineSnapshot(
      `"error charts/tiny/Chart.yaml: release msp/one: Helm can't render the chart, since charts/ does not hold its dependencies db; run: helm dependency build charts/tiny. [chart]"`,
    );
    const noVersion = 'dependencies: [{name: db, version: x}]\n';
    expect(
      await said({
        [`${tiny}/Chart.yaml`]: `apiVersion: v2\nname: tiny\nversion: 0.1.0\n${noVersion}`,
        [`${tiny}/charts/db/Chart.yaml`]: 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
      }),
    ).toMatchInlineSnapshot(
      `"error release msp/one: db: the chart has no such value; correct the name or remove it. [values]"`,
    );
    expect(await said({}, 'One')).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/One: helm: release name check failed: release name "One": invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than 53. [chart]"`,
    );
    expect(await said({}, 'o'.repeat(54))).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/oooooooooooooooooooooooooooooooooooooooooooooooooooooo: helm: release name check failed: release name "oooooooooooooooooooooooooooooooooooooooooooooooooooooo": invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than 53. [chart]"`,
    );
  });

  test('says what is wrong with Chart.yaml', async () => {
    expect(await said({ [`${tiny}/Chart.yaml`]: 'a: [\n' })).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: cannot load Chart.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content. [chart]"`,
    );
    expect(await said({ [`${tiny}/Chart.yaml`]: 'a\n' })).toMatchInlineSnapshot(
      `"error charts/tiny/Chart.yaml: release msp/one: it has a string where the fields of a chart have to be; write fields, for instance apiVersion: v2, name and version. [chart]"`,
    );
    expect(await said({ [`${tiny}/Chart.yaml`]: '' })).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: validation: chart.metadata.name is required. [chart]"`,
    );
    expect(await ofChartYaml('apiVersion: v2\nappVersion: {a: 1}\n')).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go struct field Metadata.appVersion of type string. [chart]"`,
    );
    expect(await ofChartYaml('apiVersion: v2\nversion: 1.2\nname: ../x\n')).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: validation: chart.metadata.name "../x" is invalid. [chart]"`,
    );
    expect(await said({ [`${tiny}/charts/db/values.yaml`]: '' })).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: error unpacking subchart db in tiny: Chart.yaml file is missing. [chart]"`,
    );
    expect(await said({ [`${tiny}/charts/db.tgz`]: 'x' })).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: error unpacking subchart db.tgz in tiny: unexpected EOF. [chart]"`,
    );
    expect(await said({ [`${tiny}/values.yaml`]: 'a: [\n' })).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected node content. [chart]"`,
    );
    expect(await said({ [`${tiny}/values.schema.json`]: '{"type": ' })).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: values don't meet the specifications of the schema(s) in the following chart(s): tiny: unexpected EOF. [chart]"`,
    );
  });

  test('says which file of a chart can not be read', async () => {
    const large = { [`${tiny}/files/large`]: 'x'.repeat(5 * 1024 * 1024 + 1) };
    expect(await said(large)).toMatchInlineSnapshot(
      `"error charts/tiny: release msp/one: helm: chart file "large" is larger than the maximum file size 5242880. [chart]"`,
    );
    const link = async (path: string, target: string) => {
      const root = await workspace({ ...tinyChart });
      await mkdir(dirname(join(root, tiny, path)), { recursive: true });
      await symlink(target, join(root, tiny, path));
      return render(root);
    };
    expect(await link('templates/x.yaml', 'nowhere')).toMatchInlineSnapshot(
      `"error charts/tiny/templates/x.yaml: release msp/one: it is a symbolic link to a file that does not exist; correct or remove it. [chart]"`,
    );
    expect(await link('templates/x.yaml', 'config.yaml')).toContain('tiny/templates/x.yaml');
    const root = await workspace({ ...tinyChart });
    execFileSync('mkfifo', [join(root, tiny, 'templates/pipe')]);
    expect(await render(root)).toMatchInlineSnapshot(
      `"error charts/tiny/templates/pipe: release msp/one: it is a pipe, a socket or a device, which a chart can not contain; remove it, or leave it out of the chart with .helmignore. [chart]"`,
    );
  });

  test('renders an archive', async () => {
    const root = await workspace({ ...tinyChart, 'values.tgz': 'a: 1\n' });
    execFileSync('tar', ['-czf', 'tiny-0.1.0.tgz', '-C', 'charts', 'tiny'], { cwd: root });
    expect(await render(root, 'tiny-0.1.0.tgz')).toContain('# Source: tiny/templates/config.yaml');
    expect(
      await render(root, 'tiny-0.1.0.tgz', 'one', { pool: { sise: 1 } }),
    ).toMatchInlineSnapshot(
      `"error release msp/one: pool.sise: the chart has no such value; correct the name or remove it. [values]"`,
    );
    expect(await render(root, 'values.tgz')).toMatchInlineSnapshot(
      `"error values.tgz: release msp/one: helm: file '/values.tgz' does not appear to be a gzipped archive; got 'application/octet-stream'. [chart]"`,
    );
    expect(await render(root, 'nowhere.tgz')).toMatchInlineSnapshot(
      `"error nowhere.tgz: release msp/one: the chart directory does not exist; generate the chart, or correct the path. [chart]"`,
    );
  });
});

test('the native engine reads nothing outside of a chart', async () => {
  const root = await workspace({
    ...tinyChart,
    secret: 'a: secret\n',
    'shared/x.yaml': 'a: secret\n',
  });
  const said = async (path: string, target: string) => {
    const chart = join(root, tiny, path);
    await symlink(target, chart);
    const engine = openEngine({ workspaceRoot: root, engine: 'native' });
    const release = { name: 'one', namespace: 'msp', chart: join(root, tiny), values: {} };
    const [rendered] = await engine.render([release]);
    const linted = await engine.lint(release.chart, [{}]);
    await writeFile(join(root, tiny, '.helmignore'), `${path}\n`);
    const [ignored] = await engine.render([release]);
    await rm(chart);
    expect(ignored?.value?.text).not.toContain('secret');
    const text = [...(rendered?.findings ?? []), ...linted].map(printFinding);
    return text.join('\n').replaceAll(root, 'ROOT');
  };
  expect(await said('templates/x.yaml', join(root, 'secret'))).toMatchInlineSnapshot(`
    "error charts/tiny/templates/x.yaml: release msp/one: it is a symbolic link out of the chart (to ROOT/secret), and a chart consists of the files in its own directory; replace it with a copy, or leave it out of the chart with .helmignore. [chart]
    error charts/tiny/templates/x.yaml: it is a symbolic link out of the chart (to ROOT/secret), and a chart consists of the files in its own directory; replace it with a copy, or leave it out of the chart with .helmignore. [chart]"
  `);
  expect(await said('templates/folder', '../../../shared')).toMatchInlineSnapshot(`
    "error charts/tiny/templates/folder: release msp/one: it is a symbolic link out of the chart (to ../../../shared), and a chart consists of the files in its own directory; replace it with a copy, or leave it out of the chart with .helmignore. [chart]
    error charts/tiny/templates/folder: it is a symbolic link out of the chart (to ../../../shared), and a chart consists of the files in its own directory; replace it with a copy, or leave it out of the chart with .helmignore. [chart]"
  `);
  expect(await said('all', '.')).toMatchInlineSnapshot(`
    "error charts/tiny/all: release msp/one: it is a symbolic link to a directory that contains it (.), so the chart has no end; remove it, or leave it out of the chart with .helmignore. [chart]
    error charts/tiny/all: it is a symbolic link to a directory that contains it (.), so the chart has no end; remove it, or leave it out of the chart with .helmignore. [chart]"
  `);
});

test('explains files that a user may not read or that disappear', () => {
  const said = (error: string) => {
    const finding = chartFinding(error, '/workspace/charts/tiny', '/workspace');
    return finding && printFinding(finding);
  };
  const path = '/workspace/charts/tiny/templates/x.yaml';
  expect(said(`error reading templates/x.yaml: open ${path}: permission denied`)).toBe(
    'error charts/tiny/templates/x.yaml: this user may not read it; change its owner or mode. [chart]',
  );
  expect(said(`lstat ${path}: no such file or directory`)).toBe(
    'error charts/tiny/templates/x.yaml: it was removed while the chart was read; run it again. [chart]',
  );
  expect(said('something else')).toBeUndefined();
});
