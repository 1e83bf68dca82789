import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { run } from './run.ts';

const config = (name: string, data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: default }\ndata: ${data}\n`;

const files = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/templates/a.yaml': config(
    'web',
    `{ color: "{{ (lookup "v1" "ConfigMap" "default" "settings").data | toJson | b64enc }}" }`,
  ),
  'flux/release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: default }
spec:
  interval: 1h
  chart: { spec: { chart: charts/web, sourceRef: { kind: GitRepository, name: all } } }
`,
  'flux/settings.yaml': config('settings', '{ color: red }'),
  // As kubectl get --output yaml prints them.
  'cluster.yaml': `apiVersion: v1\nkind: List\nitems:\n  - ${config('settings', '{ color: blue }').trimEnd().replaceAll('\n', '\n    ')}\n`,
};

/** What a render finds of the settings. */
const found = async (directory: string, ...args: readonly string[]): Promise<string> => {
  const { errors, exitCode } = await run(['render', ...args, '--output', 'out'], directory);
  expect([errors, exitCode]).toEqual(['', 0]);
  const file = args[0] === 'flux' ? 'out/flux/default.web.yaml' : 'out/charts/web/defaults.yaml';
  const short = file.replace('default.web', 'web');
  const text = readFileSync(join(directory, short), 'utf8');
  return Buffer.from(/color: "?([^\s"]+)/.exec(text)?.[1] ?? '', 'base64').toString();
};

test('lookup finds the objects of a file, those that the tree applies, or none', async () => {
  const directory = await workspace(files);
  expect(await found(directory, 'charts/web')).toBe('null');
  expect(await found(directory, 'charts/web', '--lookup', 'cluster.yaml')).toBe('{"color":"blue"}');
  expect(await found(directory, 'flux')).toBe('null');
  expect(await found(directory, 'flux', '--lookup', 'applied')).toBe('{"color":"red"}');
  expect(await found(directory, 'flux', '--lookup', 'cluster.yaml')).toBe('{"color":"blue"}');
});

test('a file with objects that cannot be read is refused', async () => {
  const directory = await workspace({
    ...files,
    'empty.yaml': '# nothing\n',
    'broken.yaml': 'a: [\n',
    'values.yaml': 'color: red\n',
  });
  const asked = ['missing.yaml', 'charts', 'empty.yaml', 'broken.yaml', 'values.yaml'];
  const args = asked.flatMap((file) => ['--lookup', file]);
  for (const root of ['charts/web', 'flux']) {
    const { errors, exitCode } = await run(['render', root, ...args], directory);
    expect(exitCode).toBe(2);
    expect(errors.replaceAll(root, 'ROOT')).toMatchInlineSnapshot(`
      "error missing.yaml: the file cannot be read; correct the path, or its permissions. [lookup]
      error charts: this is no file; name a file with objects. [lookup]
      error empty.yaml: the file has no object; write one, or remove --lookup. [lookup]
      error broken.yaml:2: flow sequence in block collection must be sufficiently indented and end with a ]. [lookup]
      error values.yaml:1: the object has no apiVersion, kind, metadata.name, so the API server rejects it. [lookup]
      ROOT: failed (exit code 2)
      "
    `);
  }
});

test('--lookup goes with a render of charts and trees of others', async () => {
  const directory = await workspace({ ...files, 'charts/own/src/chart.ts': '' });
  const errors = async (...args: readonly string[]) => (await run(args, directory)).errors;
  expect(await errors('render', 'charts/web', '--lookup', 'applied')).toMatchInlineSnapshot(`
    "error charts/web: --lookup applied works with trees of Flux objects; name a file with objects. [usage]
    charts/web: failed (exit code 2)
    "
  `);
  expect(await errors('lint', '--lookup', 'cluster.yaml')).toMatchInlineSnapshot(`
    "helm-charts: --lookup goes with render and the directory of a chart or a tree; see helm-charts --help
    "
  `);
  expect(await errors('render', 'charts/own', '--lookup', 'cluster.yaml')).toMatchInlineSnapshot(`
    "error charts/own: --lookup works with charts and trees of others, and a chart of this workspace says itself what lookup finds; write it in clusters of src/chart.ts. [usage]
    charts/own: failed (exit code 2)
    "
  `);
});
