import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { loadChart, loadProfile, sourcesOf } from './load.ts';

/** A workspace with one chart, which is gone after the test. */
const workspaceOf = async (source?: string): Promise<string> => {
  const workspace = await mkdtemp(join(tmpdir(), 'load-'));
  onTestFinished(() => rm(workspace, { recursive: true }));
  await mkdir(join(workspace, 'charts/a/src'), { recursive: true });
  if (source !== undefined) await writeFile(join(workspace, 'charts/a/src/chart.ts'), source);
  return workspace;
};

/** What is said of a chart with this source, and how the process ends. */
const refusal = async (source?: string, load = loadChart as (of: never) => unknown) => {
  const workspace = await workspaceOf(source);
  try {
    await load({ workspace, root: 'charts/a' } as never);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return [error.exitCode, error.message];
    throw error;
  }
};

test('a directory without a chart or profile', async () => {
  expect(await refusal()).toEqual([
    2,
    'error charts/a/src/chart.ts: there is no chart here; create it, or correct the directory. [source]',
  ]);
  expect(await refusal('', loadProfile)).toEqual([
    2,
    'error charts/a/src/profile.ts: there is no profile here; create it, or correct the directory. [source]',
  ]);
});

test.each(['', 'export const chart = undefined;', "export const chart = { name: 'a' };"])(
  'a source that exports no chart: %s',
  async (source) => {
    expect(await refusal(source)).toEqual([
      2,
      'error charts/a/src/chart.ts: it exports no "chart"; write: export const chart = defineChart({ … }). [source]',
    ]);
  },
);

test('a member of a value that is not declared, with its line', async () => {
  const source = '// A chart.\nconst v: any = {};\nexport const chart = v.pool.size;\n';
  const workspace = await workspaceOf(source);
  // Vite moves lines, Node does not.
  const load = JSON.stringify(join(import.meta.dirname, 'load.ts'));
  const project = JSON.stringify({ workspace, root: 'charts/a' });
  const program = `import { loadChart } from ${load};\nawait loadChart(${project}).catch(({ message }) => process.stdout.write(message));`;
  expect(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program]).toString(),
  ).toBe(
    "error charts/a/src/chart.ts:3: Cannot read properties of undefined (reading 'size'); declare the value that is read here in values.ts, or correct its name. [source]",
  );
});

test('any other error, in its own words, with its line and no stack', async () => {
  expect(await refusal("const a = 1;\nthrow new RangeError('first\\nsecond');\n")).toEqual([
    2,
    'error charts/a/src/chart.ts:2: first. [source]',
  ]);
  expect(await refusal("throw 'a text';\n")).toEqual([
    2,
    'error charts/a/src/chart.ts: a text. [source]',
  ]);
});

test('a failure is handed on as it is', async () => {
  const types = join(import.meta.dirname, '../../types/src/index.ts');
  const source = `import { Failure } from '${types}';\nthrow new Failure(3, [{ rule: 'a', severity: 'error', input: 'b', message: 'c' }]);\n`;
  expect(await refusal(source)).toEqual([3, 'error b: c. [a]']);
});

test('plain files and definitions, and a plain file that is not there', async () => {
  const workspace = join(import.meta.dirname, '../../..');
  const { read, definitions } = sourcesOf({ workspace, root: 'charts/pgbouncer' });
  expect(read('start.sh')).toMatch(/^#!\/bin\/sh\n/);
  expect(definitions).toHaveProperty(['io.k8s.api.core.v1.Affinity']);
  expect(read('strat.sh')).toBeUndefined();
});
