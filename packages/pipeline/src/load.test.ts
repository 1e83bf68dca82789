import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Checked, Failure, printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { loadChart, loadProfile, sourcesOf } from './load.ts';
import type { Project } from './place.ts';

/** A workspace with one chart, which is removed after the test. */
const workspaceOf = async (source?: string): Promise<string> => {
  const workspace = await mkdtemp(join(tmpdir(), 'load-'));
  onTestFinished(() => rm(workspace, { recursive: true }));
  await mkdir(join(workspace, 'charts/a/src'), { recursive: true });
  if (source !== undefined) await writeFile(join(workspace, 'charts/a/src/chart.ts'), source);
  return workspace;
};

/** The findings for a chart with this source. */
const refusal = async (
  source?: string,
  load: (project: Project) => Promise<Checked<unknown>> = loadChart,
) => {
  const workspace = await workspaceOf(source);
  return (await load({ workspace, root: 'charts/a' })).findings.map(printFinding);
};

test('reports a directory without a chart or profile', async () => {
  expect(await refusal()).toEqual([
    'error charts/a/src/chart.ts: there is no chart here; create it, or correct the directory. [source]',
  ]);
  expect(await refusal('', loadProfile)).toEqual([
    'error charts/a/src/profile.ts: there is no profile here; create it, or correct the directory. [source]',
  ]);
});

test.each(['', 'export const chart = undefined;', "export const chart = { name: 'a' };"])(
  'reports a source that exports no chart: %s',
  async (source) => {
    expect(await refusal(source)).toEqual([
      'error charts/a/src/chart.ts: it exports no "chart"; write: export const chart = defineChart({ … }). [source]',
    ]);
  },
);

test('a member of a value that is not declared, with its line and column', async () => {
  const source = '// A chart.\nconst v: any = {};\nexport const chart = v.pool.size;\n';
  const workspace = await workspaceOf(source);
  // Vite changes line numbers, Node does not.
  const load = JSON.stringify(join(import.meta.dirname, 'load.ts'));
  const project = JSON.stringify({ workspace, root: 'charts/a' });
  const types = JSON.stringify(join(import.meta.dirname, '../../types/src/index.ts'));
  const program = `import { loadChart } from ${load};
import { printFinding } from ${types};
const { findings } = await loadChart(${project});
process.stdout.write(findings.map(printFinding).join('\\n'));`;
  expect(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program]).toString(),
  ).toBe(
    "error charts/a/src/chart.ts:3:29: Cannot read properties of undefined (reading 'size'); declare the value that is read here in values.ts, or correct its name. [source]",
  );
});

test('any other error, in its own words, with its line and column and no stack', async () => {
  expect(await refusal("const a = 1;\nthrow new RangeError('first\\nsecond');\n")).toEqual([
    'error charts/a/src/chart.ts:2:7: first. [source]',
  ]);
  expect(await refusal("throw 'a text';\n")).toEqual([
    'error charts/a/src/chart.ts: a text. [source]',
  ]);
});

test('passes on a Failure unchanged', async () => {
  const types = join(import.meta.dirname, '../../types/src/index.ts');
  const source = `import { Failure } from '${types}';\nthrow new Failure(3, [{ rule: 'a', severity: 'error', input: 'b', message: 'c' }]);\n`;
  await expect(refusal(source)).rejects.toEqual(
    new Failure(3, [{ rule: 'a', severity: 'error', input: 'b', message: 'c' }]),
  );
});

test('reads plain files and definitions, and handles a missing plain file', async () => {
  const workspace = join(import.meta.dirname, '../../..');
  const { read, definitions } = sourcesOf({ workspace, root: 'charts/pgbouncer' });
  expect(read('start.sh')).toMatch(/^#!\/bin\/sh\n/);
  expect(definitions).toHaveProperty(['io.k8s.api.core.v1.Affinity']);
  expect(read('strat.sh')).toBeUndefined();
});
