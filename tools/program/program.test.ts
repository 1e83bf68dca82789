import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunRecord } from '../../packages/cli/src/run-cache/record.ts';
import { buildProgram } from './build.ts';
import { openProgram } from './open.ts';
import { programFolder, readProgram } from './program.ts';

const manifest = JSON.stringify({ exports: { '.': { '@helm-charts/source': './src/index.ts' } } });

/** A repository whose program imports two packages, of which one has state. */
const files = {
  'packages/cli/src/run.ts': `export { count, place } from '@helm-charts/engine';
export const more = () => import('./run-cache/observe.ts');
`,
  'packages/cli/src/run-cache/observe.ts': 'export const text: string = "→";\n',
  'packages/engine/package.json': manifest,
  'packages/engine/src/index.ts': `import { add } from '@helm-charts/kubernetes';
export const count = (): number => add();
export const place: string = import.meta.dirname;
`,
  'packages/kubernetes/package.json': manifest,
  'packages/kubernetes/src/index.ts': 'let n = 0;\nexport const add = (): number => (n += 1);\n',
  'packages/kubeconform-wasm/package.json': '{}',
  'packages/kubeconform-wasm/src/index.ts': '',
};

let root: string;

/** Files that tests write now may have the same time as the next change. */
const build = () => buildProgram(root, -1000);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'program-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  mkdirSync(join(root, 'node_modules/@helm-charts'), { recursive: true });
  for (const name of ['engine', 'kubernetes'])
    symlinkSync(join(root, 'packages', name), join(root, 'node_modules/@helm-charts', name));
});

afterEach(() => rmSync(root, { recursive: true }));

const moduleOf = async (source: string): Promise<Readonly<Record<string, () => unknown>>> => {
  const url = readProgram(root)?.modules[pathToFileURL(join(root, source)).href] ?? '';
  return (await import(/* @vite-ignore */ url)) as Readonly<Record<string, () => unknown>>;
};

test('modules that are built have one state, and the places of their sources', async () => {
  await build();
  const run = await moduleOf('packages/cli/src/run.ts');
  const kubernetes = await moduleOf('packages/kubernetes/src/index.ts');
  expect([run.count?.(), kubernetes.add?.(), run.count?.()]).toEqual([1, 2, 3]);
  expect(run.place).toBe(join(root, 'packages/engine/src'));
  expect(await run.more?.()).toMatchObject({ text: '→' });
});

test.for([
  'packages/cli/src/run-cache/observe.ts',
  'packages/kubernetes/src/index.ts',
  'packages/kubernetes/package.json',
])('a program is not used after a change of %s', async (name) => {
  await build();
  expect(readProgram(root)).toBeDefined();
  appendFileSync(join(root, name), ' ');
  expect(readProgram(root)).toBeUndefined();
});

test('a program is not used in a copy of its repository', async () => {
  await build();
  const copy = `${root}-copy`;
  cpSync(root, copy, { recursive: true, preserveTimestamps: true });
  expect(readProgram(copy)).toBeUndefined();
  rmSync(copy, { recursive: true });
});

test('sources that change while they are built make no program', async () => {
  await buildProgram(root, 1e9);
  expect(readProgram(root)).toBeUndefined();
  expect(readdirSync(programFolder(root))).toEqual([]);
});

test('nothing is built while somebody works on the sources, or another process builds', async () => {
  expect(openProgram(root)).toBeUndefined();
  expect(existsSync(programFolder(root))).toBe(false);
  await build();
  expect(openProgram(root)).toEqual(readProgram(root));
});

test('a build is kept for those who run it, and removed after a day', async () => {
  await build();
  const folder = programFolder(root);
  const [old = ''] = readdirSync(folder).filter((name) => !name.endsWith('.json'));
  await build();
  expect(readdirSync(folder)).toContain(old);
  const yesterday = Date.now() / 1000 - 90_000;
  utimesSync(join(folder, old), yesterday, yesterday);
  await build();
  expect(readdirSync(folder)).not.toContain(old);
  expect(readdirSync(folder)).toHaveLength(3);
});

test('a run of the program is recorded with the sources that it is made of', async () => {
  const repository = resolve(import.meta.dirname, '../..');
  await buildProgram(repository, -1000);
  mkdirSync(join(root, 'tree'));
  writeFileSync(
    join(root, 'tree/a.yaml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  );
  const render = (): string =>
    execFileSync(
      process.execPath,
      [join(repository, 'packages/cli/bin/helm-charts.cjs'), 'render', 'tree'],
      { cwd: root, encoding: 'utf8' },
    );
  const output = render();
  const records = join(root, 'node_modules/.cache/helm-charts/runs');
  const [record = ''] = readdirSync(records);
  const { paths } = JSON.parse(readFileSync(join(records, record), 'utf8')) as RunRecord;
  const seen = new Map(paths);
  expect(seen.get(join(repository, 'packages/flux/src/index.ts'))).toEqual({
    kind: 'file',
    stamp: expect.stringMatching(/^\d+ \d+ \d+ \d+$/),
    digest: expect.stringMatching(/^.{44}$/),
  });
  const isBuilt = (path: string) => path.startsWith(programFolder(repository));
  expect([...seen.keys()].filter(isBuilt)).toEqual([]);
  expect(render()).toBe(output);
});
