import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readIgnore } from './ignore.ts';
import { readTree } from './tree.ts';

let folder: string;
let helm: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ignore-'));
  helm = (await findTool('helm')).path;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const files = [
  'Chart.yaml',
  'a.txt',
  'b.md',
  'docs/a.txt',
  'docs/deep/a.txt',
  'docs/deep/x[1].txt',
  'a+b.txt',
  'templates/.hidden.yaml',
  'templates/a.yaml',
  'templates/deep/.kept.yaml',
];

test.for([
  ['', 'nothing but hidden templates'],
  ['# a comment\n\n*.txt\n', 'a name anywhere'],
  ['docs/', 'a folder'],
  ['a.txt/', 'a folder, not a file of that name'],
  ['/a.txt', 'a file of the root'],
  ['docs/*.txt', 'one level of a folder'],
  ['docs/*/a.txt', 'two levels'],
  ['?.txt', 'one character'],
  ['[ab].*', 'a set'],
  ['[^a].*', 'a set that is inverted'],
  ['x\\[1\\].txt', 'characters that are escaped'],
  ['a+b.txt', 'a character that regular expressions know'],
  ['!*.yaml', 'everything else'],
] as const)('%o leaves out what helm leaves out: %s', async ([text]) => {
  const directory = await mkdtemp(join(folder, 'chart-'));
  const write = async (file: string, content: string) => {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), content);
  };
  for (const file of files) await write(file, '');
  await write('Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  await write('.helmignore', text);
  const { ignored, problems } = readIgnore(text);
  expect(problems).toEqual([]);
  const { value } = await readTree(directory, ignored);
  expect(value?.map(({ path }) => path).toSorted()).toEqual(await packedByHelm(directory));
});

test('a pattern that helm refuses is a problem with its line', async () => {
  const text = 'docs/\na/**\n[ab\n';
  expect(readIgnore(text).problems).toEqual([
    { line: 2, message: 'Helm has no "**", as in "a/**"' },
    { line: 3, message: 'the "[" of "[ab" has no end' },
  ]);
  const directory = await mkdtemp(join(folder, 'chart-'));
  await writeFile(join(directory, 'Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  for (const line of ['a/**', '[ab']) {
    await writeFile(join(directory, '.helmignore'), line);
    await expect(packedByHelm(directory)).rejects.toThrow();
  }
});

/** What is in the package that helm makes of a chart. */
const packedByHelm = async (directory: string): Promise<readonly string[]> => {
  const out = await mkdtemp(join(folder, 'out-'));
  await promisify(execFile)(helm, ['package', directory, '--destination', out]);
  const listed = execFileSync('tar', ['tzf', join(out, 'web-1.0.0.tgz')], { encoding: 'utf8' });
  return listed
    .trim()
    .split('\n')
    .map((path) => path.replace(/^web\//, ''))
    .toSorted();
};
