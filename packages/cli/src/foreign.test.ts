import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { run } from './run.ts';

test('commands for sources name render for a chart that was not written in TypeScript', async () => {
  const directory = await workspace({
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  });
  for (const command of ['lint', 'check-types', 'generate']) {
    expect(await run([command, 'charts/web'], directory)).toEqual({
      output: '',
      errors:
        'helm-charts: charts/web has a Chart.yaml and no src/chart.ts, so it is not written in TypeScript; run helm-charts render charts/web, which takes any chart\n',
      exitCode: 2,
    });
  }
  const here =
    'helm-charts: there is neither src/chart.ts nor helm-charts.config.ts here or in a directory above; ';
  expect(await run(['render'], directory)).toMatchObject({
    errors: `${here}name the directory of a Helm chart, or one that Flux is pointed at: helm-charts render charts/web\n`,
    exitCode: 2,
  });
  expect(await run(['versions'], directory)).toMatchObject({
    errors: `${here}name the directory of a Helm chart: helm-charts versions charts/web\n`,
  });
  expect(await run(['lint'], directory)).toMatchObject({
    errors: `${here}go to a workspace that has src/chart.ts, or check a Helm chart of any origin: helm-charts render charts/web\n`,
  });
  expect(await run(['render', 'charts/web'], directory)).toMatchObject({ exitCode: 0 });
});

test('in an empty directory, render names a chart and a tree', async () => {
  const directory = await workspace({ charts: 'a file' });
  expect((await run(['render'], directory)).errors).toContain(
    'name the directory of a Helm chart, or one that Flux is pointed at: helm-charts render charts/web, or helm-charts render clusters/production',
  );
});

test('a workspace without charts in TypeScript is no workspace that was rendered', async () => {
  const directory = await workspace({
    'package.json': '{}',
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'empty/a.txt': '',
  });
  const none = 'error this workspace has no chart and no profile in TypeScript; ';
  expect(await run(['render'], directory)).toMatchObject({
    errors: `${none}name the directory of a Helm chart, or one that Flux is pointed at: helm-charts render charts/web. [place]\nhelm-charts: failed (exit code 2)\n`,
    exitCode: 2,
  });
  expect(await run(['lint', 'charts/web'], directory)).toMatchObject({
    errors:
      'error charts/web: the directory has a Chart.yaml and no src/chart.ts, so the chart is not written in TypeScript; run helm-charts render charts/web, which takes any chart. [place]\ncharts/web: failed (exit code 2)\n',
    exitCode: 2,
  });
  expect(await run(['render', 'empty'], directory)).toMatchObject({
    errors:
      'error empty: the directory contains nothing to render: no Chart.yaml, no YAML, no src/chart.ts and no src/profile.ts; name the directory of a Helm chart, or one that Flux is pointed at. [place]\nempty: failed (exit code 2)\n',
    exitCode: 2,
  });
});

const web = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'size: 1\nunused: 2\n',
  'charts/web/templates/a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
  size: "{{ .Values.size }}{{ .Values.more }}"
  revision: "{{ .Release.Revision }}"
`,
  'more.yaml': 'more: 3\n',
};

test('values says which template reads which value', async () => {
  const directory = await workspace(web);
  const { output, exitCode } = await run(['values', 'charts/web', '-f', 'more.yaml'], directory);
  expect(exitCode).toBe(0);
  expect(output).toMatchInlineSnapshot(`
    "warning charts/web/values.yaml:2:1: unused: no template reads this value, so setting it changes nothing; remove it, or correct its name. [unused-value]
    warning charts/web/templates/a.yaml:5: more: a template reads this value, which values.yaml does not have; add it to values.yaml, or correct its name. [undeclared-value]
      size: charts/web/templates/a.yaml:5
      unused: never read
    charts/web: 2 values, 1 never read, 1 not declared, 2 renders
    "
  `);
  expect(await run(['values'], directory)).toMatchObject({
    errors:
      'helm-charts: values takes the directory of a chart: helm-charts values charts/web; see helm-charts --help\n',
    exitCode: 2,
  });
});

test('render --upgrade says what an upgrade changes', async () => {
  const directory = await workspace(web);
  const { output, exitCode } = await run(['render', 'charts/web', '--upgrade'], directory);
  expect(exitCode).toBe(0);
  expect(output).toMatchInlineSnapshot(`
    "info charts/web/templates/a.yaml: scenario defaults: ConfigMap web: data.revision: an upgrade changes it, although the values are the same; read .Release.IsInstall, .Release.IsUpgrade and .Release.Revision only in hooks, unless the difference is meant. [upgrade-difference]
    charts/web: 1 scenario, 1 manifest, 0 findings
    "
  `);
  expect(await run(['lint', '--upgrade'], directory)).toMatchObject({
    errors: 'helm-charts: --upgrade goes with render; see helm-charts --help\n',
    exitCode: 2,
  });
});
