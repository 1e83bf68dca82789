import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordFolder, type SeenPath } from './record.ts';

const repository = resolve(import.meta.dirname, '../../../..');
const program = join(repository, 'packages/cli/bin/helm-charts.cjs');

/** A chart in TypeScript with a module and a file of its own, and a tree with a custom kind that has no schema. */
const files = {
  'package.json': '{ "type": "module" }',
  'helm-charts.config.ts': "export default { charts: ['charts/web'] };\n",
  'charts/web/src/chart.ts': `import { readFileSync } from 'node:fs';
import { defineChart, object, text } from '@helm-charts/types';
import { version } from './version.ts';
const description = readFileSync(new URL('description.txt', import.meta.url), 'utf8');
export const chart = defineChart({
  name: 'web',
  description: process.env.DESCRIPTION ?? description,
  version,
  appVersion: '1',
  values: object('Settings.', {}),
  scenarios: { default: {} },
  manifests: () => ({}),
  notes: () => text\`Done.\`,
});
`,
  'charts/web/src/version.ts': "export const version = '1.0.0';\n",
  'charts/web/src/description.txt': 'A server.',
  'charts/plain/Chart.yaml': 'apiVersion: v2\nname: plain\nversion: 1.0.0\n',
  'charts/plain/templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}"}\n',
  'apps/all.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: plain, namespace: default}
spec: {interval: 1h, chart: {spec: {chart: ./charts/plain, sourceRef: {kind: GitRepository, name: all}}}}
---
apiVersion: example.com/v1
kind: Own
metadata: {name: own, namespace: default}
`,
} as const;

const command = ['render', 'apps', 'charts/web'] as const;
let root: string;
/** The record of the command, whose answer says where it comes from. */
let record: string;

const run = (args: readonly string[] = command, variables: NodeJS.ProcessEnv = {}): string =>
  execFileSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...variables },
  });

let recordFile: string;

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
};

const recorded = 'from the record\n';

/** Puts back the record and the output of the unchanged workspace. */
const prepare = (): string => {
  writeFileSync(recordFile, record);
  rmSync(join(root, 'dist'), { recursive: true });
  cpSync(join(root, 'output'), join(root, 'dist'), { recursive: true });
  return run();
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'run-cache-'));
  for (const [name, text] of Object.entries(files)) write(name, text);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  symlinkSync(
    join(repository, 'node_modules/@helm-charts'),
    join(root, 'node_modules/@helm-charts'),
  );
  run(['generate', 'charts/web']);
  run();
  cpSync(join(root, 'dist'), join(root, 'output'), { recursive: true });
  const records = join(root, 'node_modules/.cache/helm-charts', recordFolder);
  const [name = ''] = readdirSync(records);
  recordFile = join(records, name);
  const text = readFileSync(recordFile, 'utf8');
  const { answer, ...rest } = JSON.parse(text) as { readonly answer: object };
  record = JSON.stringify({ ...rest, answer: { ...answer, output: recorded } });
}, 60_000);

afterAll(() => rmSync(root, { recursive: true }));

test('an unchanged workspace has the recorded answer', () => {
  expect(prepare()).toBe(recorded);
});

describe('a change', () => {
  const replace = (name: string, from: string, to: string) => () => {
    const text = readFileSync(join(root, name), 'utf8');
    expect(text).toContain(from);
    write(name, text.replace(from, to));
    return () => write(name, text);
  };
  const add = (name: string, text: string) => () => {
    const path = join(root, name);
    const folder = mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return () => rmSync(folder ?? path, { recursive: true, force: true });
  };
  const remove = (name: string) => () => {
    renameSync(join(root, name), join(root, 'removed'));
    return () => {
      rmSync(join(root, name), { recursive: true, force: true });
      renameSync(join(root, 'removed'), join(root, name));
    };
  };
  /** The same size and times, as a clock with coarse ticks gives them. */
  const stealthily = (name: string, from: string, to: string) => () => {
    const { atime, mtime } = statSync(join(root, name));
    const undo = replace(name, from, to)();
    utimesSync(join(root, name), atime, mtime);
    return undo;
  };

  test.for<[string, () => () => void]>([
    ['of a file of the tree', replace('apps/all.yaml', 'name: own', 'name: other')],
    ['of a chart', replace('charts/plain/templates/config.yaml', 'ConfigMap', 'Secret')],
    ['that keeps size and times', stealthily('apps/all.yaml', 'name: own', 'name: two')],
    ['by a new file in the tree', add('apps/more.yaml', 'kind: List\napiVersion: v1\nitems: []\n')],
    ['by a new file in a chart', add('charts/plain/values.yaml', 'a: 1\n')],
    ['by a new values file of a chart', add('charts/web/ci/more-values.yaml', '{}\n')],
    ['by a removed file', remove('charts/plain/templates/config.yaml')],
    ['of a module of a chart', replace('charts/web/src/version.ts', '1.0.0', '1.0.1')],
    ['of a file that a chart reads', replace('charts/web/src/description.txt', 'A', 'One')],
    ['of the configuration', replace('helm-charts.config.ts', 'export', '// Ours.\nexport')],
    ['of the package', replace('package.json', '"module"', '"commonjs"')],
    ['by a package nearer to a chart', add('charts/web/node_modules/a/index.js', '')],
    ['by a schema of a custom kind', add('schemas/example.com/own-v1.json', '{"type":"object"}')],
    ['of the output', replace('dist/render/apps/plain.yaml', 'ConfigMap', 'Service')],
    ['by a removed output', remove('dist/render/charts/web')],
    ['by a stray file in the output', add('dist/render/apps/stray.yaml', 'a: 1\n')],
  ])('%s is seen', ([, change]) => {
    // The files of earlier tests have other times by now, and the same content.
    expect(prepare()).toBe(recorded);
    const undo = change();
    expect(run()).toMatch(/^charts\/web: \d scenario/m);
    undo();
  });

  test('of a file back to its content is none', () => {
    const undo = replace('apps/all.yaml', 'name: own', 'name: other')();
    undo();
    expect(prepare()).toBe(recorded);
    // The record has the new times now.
    expect(readFileSync(recordFile, 'utf8')).not.toBe(record);
  });
});

test('other options, another engine and another variable have other answers', () => {
  expect(prepare()).toBe(recorded);
  expect(run([...command, '--json'])).toContain('"exitCode": 0');
  expect(run([...command, '--no-cache'])).toContain('charts/web: 1 scenario');
  expect(run(command, { DESCRIPTION: 'Mine.' })).toContain('charts/web: 1 scenario');
  expect(prepare()).toBe(recorded);
  expect(run(command, { HELM_CHARTS_ENGINE: 'helm' })).toContain('charts/web: 1 scenario');
});

test('the program of the engine and the packages are part of the record', () => {
  const { paths } = JSON.parse(record) as { readonly paths: readonly SeenPath[] };
  const seen = (wanted: RegExp) => paths.flatMap(([path, one]) => (wanted.test(path) ? [one] : []));
  for (const wanted of [
    /\/(native\/helm-charts-engine|(?<!\/go\/)helm)$/,
    /packages\/flux\/.*\/resolve\.[jt]s$/,
  ]) {
    expect(seen(wanted)).toEqual([expect.objectContaining({ stamp: expect.stringMatching(/./) })]);
  }
});

test('the files of the workspace that were changed last are compared first', () => {
  const { paths } = JSON.parse(record) as { readonly paths: readonly SeenPath[] };
  const own = paths.filter(([path]) => path.startsWith(root) && !path.includes('node_modules'));
  expect(own.length).toBeGreaterThan(10);
  expect(paths.slice(0, own.length)).toEqual(own);
  const times = own.map(([, { stamp }]) => Number(stamp?.split(' ')[1] ?? 0));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test('another day is another answer only if a waiver expires', () => {
  const change = (more: object): void => {
    prepare();
    writeFileSync(recordFile, JSON.stringify({ ...(JSON.parse(record) as object), ...more }));
  };
  change({ today: new Date().toISOString().slice(0, 10) });
  expect(run()).toBe(recorded);
  change({ today: '2020-01-01' });
  expect(run()).toContain('charts/web: 1 scenario');
});

test('a broken record is replaced', () => {
  for (const text of ['', '{}', '{"paths":']) {
    prepare();
    writeFileSync(recordFile, text);
    expect(run()).toContain('charts/web: 1 scenario');
    expect(JSON.parse(readFileSync(recordFile, 'utf8'))).toHaveProperty('answer');
  }
});

test('a run with errors is not recorded', () => {
  prepare();
  appendFileSync(join(root, 'apps/all.yaml'), '---\na: [\n');
  rmSync(recordFile);
  expect(() => run()).toThrow('apps/all.yaml');
  expect(existsSync(recordFile)).toBe(false);
  write('apps/all.yaml', files['apps/all.yaml']);
});
