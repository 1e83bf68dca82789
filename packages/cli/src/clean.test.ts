import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { beforeEach, expect, test } from 'vitest';
import { recordFolder } from './run-cache/record.ts';

const program = resolve(import.meta.dirname, '../bin/helm-charts.cjs');

const release = (name: string, chart: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${name}, namespace: default}
spec: {interval: 1h, chart: {spec: {chart: ${chart}}}}
`;

const own = 'sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}';

/** A repository of others: a tree of Flux objects, and a chart. Flux changes the version of the chart that it installs. */
const files = {
  'clusters/one/web.yaml': release('web', `./charts/web, reconcileStrategy: Revision, ${own}`),
  'clusters/one/db.yaml': release('db', 'db, sourceRef: {kind: HelmRepository, name: charts}'),
  'clusters/one/charts.yaml':
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: charts, namespace: default}\nspec: {interval: 1h, url: "https://charts.invalid"}\n',
  'clusters/one/own.yaml':
    'apiVersion: example.com/v1\nkind: Own\nmetadata: {name: own, namespace: default}\n',
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'a: 1\n',
  'charts/web/templates/a.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "{{ .Values.a }}"}\n',
};

let root: string;
let cache: string;

beforeEach(async () => {
  root = await workspace(files);
  cache = mkdtempSync(join(tmpdir(), 'cache-'));
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'All'],
  ])
    execFileSync('git', args, { cwd: root });
  return () => rmSync(cache, { recursive: true });
});

/** What the program prints, and its exit code. */
const run = async (
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<readonly [string, unknown]> => {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    // Nx names a folder for the compiled modules of its tasks, below the working directory.
    env: { ...process.env, NODE_COMPILE_CACHE: '', HELM_CHARTS_CACHE: cache, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return [output + errors, code];
};

/** Files that Git does not know, also ignored ones. */
const strays = (): string =>
  execFileSync('git', ['status', '--porcelain', '--ignored'], { cwd: root, encoding: 'utf8' });

const tree = ['render', 'clusters/one'];

test('a render of a tree or a chart of others leaves no file in its repository', async () => {
  const [said, code] = await run(tree);
  expect(said.split('\n').at(-2)).toBe(
    'clusters/one: 2 releases, 5 manifests, 0 findings, 3 warnings; not rendered: 1 release whose chart is not available locally (run helm-charts fetch); not validated: 1 object without a schema (Own; run helm-charts schemas add)',
  );
  expect(code).toBe(0);
  expect(await run(['render', 'charts/web'])).toEqual([
    'charts/web: 1 scenario, 1 manifest, 0 findings\n',
    0,
  ]);
  expect(await run(['values', 'charts/web'])).toMatchObject([expect.any(String), 0]);
  expect(strays()).toBe('');
  expect(readdirSync(cache).toSorted()).toEqual([
    'charts',
    'folders',
    'renders',
    'runs',
    'verdicts',
  ]);
});

test('a recorded run prints what was not seen, as text and as JSON', async () => {
  for (const args of [tree, [...tree, '--json']]) {
    const first = await run(args);
    expect(await run(args)).toEqual(first);
    expect(first[0]).toContain('helm-charts fetch');
  }
  const [, code] = await run([...tree, '--strict']);
  expect(code).toBe(1);
  const json: unknown = JSON.parse((await run([...tree, '--json']))[0]);
  expect(json).toMatchObject({
    reports: [
      {
        unseen: [
          { what: 'rendered', reason: 'chart', subject: 'HelmRelease default/db' },
          { what: 'validated', reason: 'schema', subject: 'Own default/own' },
        ],
      },
    ],
  });
  // The answers come from the records, also that of the run with errors.
  const records = readdirSync(join(cache, recordFolder));
  expect(records).toHaveLength(3);
  for (const name of records) {
    const file = join(cache, recordFolder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('2 releases', '3 releases'));
  }
  expect((await run(tree))[0]).toContain('3 releases');
});

test('a package of a chart that was not in the cache is another answer', async () => {
  const hex = 'a'.repeat(64);
  const db = { source: 'https://charts.invalid', name: 'db', version: '1.0.0' };
  const charts = [{ ...db, digest: `sha256:${hex}` }];
  writeFileSync(join(root, 'charts.lock.json'), JSON.stringify({ charts }));
  for (const _ of ['recorded', 'recalled']) expect((await run(tree))[1]).toBe(0);
  mkdirSync(join(cache, 'packages'));
  writeFileSync(join(cache, `packages/${hex}.tgz`), 'other');
  expect((await run(tree))[0]).toContain('does not match the digest in its name');
});

test('an error in the copy of a chart names the file in the repository', async () => {
  writeFileSync(join(root, 'charts/web/templates/a.yaml'), '{{ fail "no" }}\n');
  for (const _ of ['rendered', 'cached'])
    expect((await run(tree))[0]).toContain(
      'error charts/web/templates/a.yaml:1: release default/web: helm: no. [chart]\n',
    );
});

test('manifests are written where somebody asks for it, without paths of this machine', async () => {
  expect((await run([...tree, '--output', 'out']))[1]).toBe(0);
  expect(strays()).toBe('?? out/\n');
  const folder = join(root, 'out/clusters-one');
  expect(readdirSync(folder)).toEqual([
    '.helm-charts-output',
    'cluster.json',
    'flux.yaml',
    'order.json',
    'web.yaml',
  ]);
  const text = readFileSync(join(folder, 'cluster.json'), 'utf8');
  expect(text).toContain('"chartDirectory": "charts/web"');
  expect(text).not.toContain(cache);
  // A recorded run sees that its output is gone.
  rmSync(join(root, 'out'), { recursive: true });
  await run([...tree, '--output', 'out']);
  expect(readdirSync(folder)).toHaveLength(5);
});

test('runs at once share the cache', async () => {
  const alone = await run([...tree, '--no-cache']);
  const commands = [tree, tree, [...tree, '--upgrade'], ['render', 'charts/web'], tree];
  const answers = await Promise.all(commands.map((args) => run(args)));
  expect(answers.filter((_, index) => commands[index] === tree)).toEqual([alone, alone, alone]);
  expect(answers.map(([, code]) => code)).toEqual([0, 0, 0, 0, 0]);
  const left = readdirSync(cache, { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => /\.(tmp|new|old)$/.test(name))).toEqual([]);
  expect(strays()).toBe('');
});

test.each(['/dev/null/cache', 'clusters/one/web.yaml'])(
  'without a cache that can be written, a render does the same: %s',
  async (folder) => {
    const usual = await run(tree);
    expect(await run(tree, { HELM_CHARTS_CACHE: folder })).toEqual(usual);
    expect(strays()).toBe('');
  },
);
