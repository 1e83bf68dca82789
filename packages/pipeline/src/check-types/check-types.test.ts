import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Finding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { printReport } from '../report.ts';
import { checkTypes } from './check-types.ts';
import { withTypes } from './with-types.ts';

/** Writes the sources of a chart to a workspace that resolves the packages of this one. */
const workspace = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'types-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const sources = { ...files, 'package.json': '{ "type": "module" }' };
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['@helm-charts', 'typescript']) {
    symlinkSync(
      resolve(import.meta.dirname, '../../../../node_modules', name),
      join(folder, 'node_modules', name),
    );
  }
  return folder;
};

/** Installs a program instead of TypeScript. */
const install = (root: string, version: string, program: string): void => {
  const folder = join(root, 'node_modules/typescript');
  rmSync(folder, { recursive: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
  writeFileSync(join(folder, 'bin/tsc'), program);
};

const fails = "console.error('out of memory'); process.exit(7);";

const finding = (file: string, line: number, message: string): Finding => ({
  rule: 'field-unknown',
  severity: 'error',
  position: { file, line },
  message,
});

test('caches the result until a file that the compiler read changes', async () => {
  const good =
    "import { object } from '@helm-charts/types';\nexport const chart = object('Settings.', {});\n";
  const root = workspace({ 'src/chart.ts': good });
  const check = async () => printReport(await checkTypes({ workspace: root, root: '' }));
  expect(await check()).toBe('.: types checked\n');
  writeFileSync(join(root, 'src/chart.ts'), `${good}export const a: string = 1;\n`);
  expect(await check()).toBe(
    'error src/chart.ts:3:14: this is a number, but a text is required here; write a text. [types]\n.: failed (exit code 1)\n',
  );
  expect(await check()).toContain('src/chart.ts:3:14');
  writeFileSync(join(root, 'tsconfig.json'), '{ "compilerOptions": { "strict": tru } }');
  expect(await check()).toContain('tsconfig.json');
});

test('checks sources again with another compiler', async () => {
  const root = workspace({ 'src/chart.ts': 'export const chart = 1;\n' });
  install(root, '1.0.0', '');
  const check = async () => printReport(await checkTypes({ workspace: root, root: '' }));
  expect(await check()).toBe('.: types checked\n');
  install(root, '1.0.1', fails);
  expect(await check()).toContain('the compiler failed: out of memory');
});

test('reports no import error after the missing file is created', async () => {
  const root = workspace({ 'src/chart.ts': "export { chart } from './gone.ts';\n" });
  const check = async () => printReport(await checkTypes({ workspace: root, root: '' }));
  expect(await check()).toContain("there is no module './gone.ts'");
  writeFileSync(join(root, 'src/gone.ts'), 'export const chart = 1;\n');
  expect(await check()).toBe('.: types checked\n');
});

test('a type error does not hide a misspelt field in another place', () => {
  const types = [finding('src/a.ts', 1, 'there is no field "dta" here')];
  const follow = finding('src/a.ts', 3, 'ConfigMap web: dta: there is no field "dta" here, and');
  const other = finding('src/b.ts', 9, 'Pod web: vale: there is no field "vale" here, and');
  expect(withTypes([follow, other], types)).toEqual([...types, other]);
});

test('warns if TypeScript is missing', async () => {
  const root = workspace({ 'src/chart.ts': '' });
  rmSync(join(root, 'node_modules/typescript'));
  expect(printReport(await checkTypes({ workspace: root, root: '' }))).toBe(
    'warning TypeScript is not installed, so the types of the sources are not checked; run "npm i -D typescript". [types]\n.: types checked\n',
  );
});

test('reports a compiler that fails without an error of the sources', async () => {
  const root = workspace({ 'src/chart.ts': '' });
  install(root, '1.0.0', fails);
  expect(printReport(await checkTypes({ workspace: root, root: '' }))).toContain(
    'error the compiler failed: out of memory; ',
  );
});

test('an error of the compiler that has no place says what it is', async () => {
  const root = workspace({
    'src/chart.ts': 'export const chart = 1;\n',
    'tsconfig.json': '{ "extends": "./missing.json" }',
  });
  const { findings } = await checkTypes({ workspace: root, root: '' });
  expect(findings).toMatchObject([
    { message: expect.stringMatching(/^the compiler failed: Cannot read file '.*missing\.json'/) },
  ]);
});

const exitCodes = async (root: string, charts: readonly string[]): Promise<readonly number[]> => {
  const reports = charts.map((name) => checkTypes({ workspace: root, root: `charts/${name}` }));
  return (await Promise.all(reports)).map(({ exitCode }) => exitCode);
};

/** A program that notes how often it is started. */
const counting = (root: string): void => {
  const log = join(root, 'starts');
  install(root, '1.0.0', `require('node:fs').appendFileSync(${JSON.stringify(log)}, '.');`);
};

test('compiles charts of one workspace that are asked for together once', async () => {
  const root = workspace({
    'charts/a/src/chart.ts': 'export const chart = 1;\n',
    'charts/b/src/chart.ts': 'export const chart = 1;\n',
  });
  counting(root);
  expect(await exitCodes(root, ['a', 'b'])).toEqual([0, 0]);
  expect(readFileSync(join(root, 'starts'), 'utf8')).toBe('.');
});

test('does not compile sources again of which only the times have changed', async () => {
  const root = workspace({ 'charts/a/src/chart.ts': 'export const chart = 1;\n' });
  const config = join(root, 'tsconfig.json');
  writeFileSync(config, '{}');
  counting(root);
  expect(await exitCodes(root, ['a'])).toEqual([0]);
  const kept = () =>
    readFileSync(join(root, 'node_modules/.cache/helm-charts/types/charts/a/checked.json'), 'utf8');
  const before = kept();
  utimesSync(config, 1, 1);
  expect(await exitCodes(root, ['a'])).toEqual([0]);
  expect(readFileSync(join(root, 'starts'), 'utf8')).toBe('.');
  expect(kept()).not.toBe(before);
  writeFileSync(config, '{ "compilerOptions": {} }');
  expect(await exitCodes(root, ['a'])).toEqual([0]);
  expect(readFileSync(join(root, 'starts'), 'utf8')).toBe('..');
});

test('reports the errors of each of several charts, also where one of them has an error of syntax', async () => {
  const root = workspace({
    'shared.ts': 'export const shared: string = "x";\n',
    'charts/good/src/chart.ts': "export { shared as chart } from '../../../shared.ts';\n",
    'charts/type/src/chart.ts': 'export const chart: string = 1;\n',
    'charts/syntax/src/chart.ts': 'export const chart = ;\n',
    'charts/operator/src/chart.ts':
      "import { isSet, type Ref } from '@helm-charts/types';\nexport const chart = (a: Ref<string>) => [isSet(a), 'x' + a];\n",
  });
  const check = async (name: string) =>
    printReport(await checkTypes({ workspace: root, root: `charts/${name}` })).split('\n')[0];
  const all = () => Promise.all(['good', 'type', 'syntax', 'operator'].map(check));
  const expected = [
    'charts/good: types checked',
    expect.stringMatching(/^error charts\/type\/src\/chart\.ts:1:14: /),
    expect.stringMatching(/^error charts\/syntax\/src\/chart\.ts:1:22: /),
    expect.stringMatching(/^error charts\/operator\/src\/chart\.ts:2:/),
  ];
  expect(await all()).toEqual(expected);
  expect(await all()).toEqual(expected);
});

test('what one chart declares for all files hides no error of another', async () => {
  const root = workspace({
    'charts/a/src/chart.ts': 'declare global { var site: string }\nexport const chart = site;\n',
    'charts/b/src/chart.ts': 'export const chart = site;\n',
  });
  expect(await exitCodes(root, ['a', 'b'])).toEqual([0, 1]);
});
