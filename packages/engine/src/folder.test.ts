import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  type Folder,
  filesOf,
  isUnchanged,
  observeFolders,
  type Read,
  readFolder,
} from './folder.ts';

const write = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'folder-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return directory;
};

const read = (directory: string): Folder => {
  const folder = readFolder(directory);
  if (folder === undefined) throw new Error(`${directory} is no folder`);
  return folder;
};

const content = async (files: Readonly<Record<string, string>>): Promise<string | undefined> =>
  read(await write(files)).content;

test('the content changes with names and texts of files', async () => {
  const one = await content({ a: 'x', 'b/c': 'y' });
  expect(await content({ 'b/c': 'y', a: 'x' })).toBe(one);
  expect(await content({ a: 'x', 'b/d': 'y' })).not.toBe(one);
  expect(await content({ a: 'x', 'b/c': 'z' })).not.toBe(one);
  const large = 'x'.repeat(70_000);
  expect(await content({ a: large })).not.toBe(await content({ a: `${large}y` }));
});

test('the content changes with the files that symbolic links name, and links in a circle end', async () => {
  const directory = await write({
    'chart/b': 'x',
    'outside/file': 'x',
    'outside/folder/file': 'x',
  });
  const chart = join(directory, 'chart');
  await mkdir(join(chart, 'a'));
  await symlink('../outside/file', join(chart, 'file'));
  await symlink('../outside/folder', join(chart, 'folder'));
  await symlink('file', join(directory, 'outside/folder/inner'));
  await symlink('..', join(chart, 'a/up'));
  await symlink('nowhere', join(chart, 'broken'));
  const first = read(chart);
  const seen = new Set([first.content]);
  await writeFile(join(directory, 'outside/file'), 'y');
  seen.add(read(chart).content);
  await writeFile(join(directory, 'outside/folder/file'), 'y');
  seen.add(read(chart).content);
  expect(seen.size).toBe(3);
  expect(first).toMatchObject({ isPlain: false, links: ['a/up', 'broken', 'file', 'folder'] });
  expect(filesOf(first)).toEqual(['b', 'file', 'folder/file', 'folder/inner']);
});

test('a file with nothing but the path of another one is a link', async () => {
  const chart = await write({
    'a/link': '../b',
    b: 'x',
    none: './nowhere',
    text: '../b\nand more',
  });
  expect(read(chart)).toMatchObject({ isPlain: false, links: ['a/link'] });
});

test('a folder has the text of its Chart.yaml, and a file is no folder', async () => {
  const chart = await write({ 'Chart.yaml': 'name: web\n', 'charts/a/Chart.yaml': 'name: a\n' });
  expect(read(chart)).toMatchObject({ chart: 'name: web\n', isPlain: true, links: [] });
  expect(readFolder(join(chart, 'Chart.yaml'))).toBeUndefined();
  expect(readFolder(join(chart, 'nothing'))).toBeUndefined();
});

test('a folder is unchanged as long as its names and times are the same and older', async () => {
  const chart = await write({ a: 'x', 'b/c': 'y' });
  const folder = read(chart);
  const later = Date.now() + 10_000;
  expect(isUnchanged(chart, folder, later)).toBe(true);
  expect(isUnchanged(chart, folder, Date.now())).toBe(false);
  await writeFile(join(chart, 'b/d'), 'z');
  expect(isUnchanged(chart, folder, later)).toBe(false);
  await rm(join(chart, 'b/d'));
  const again = read(chart);
  expect(again.content).toBe(folder.content);
  // The same size and modification time.
  const past = new Date(2020, 1);
  await utimes(join(chart, 'a'), past, past);
  const dated = read(chart);
  await writeFile(join(chart, 'a'), 'z');
  await utimes(join(chart, 'a'), past, past);
  expect(isUnchanged(chart, dated, later)).toBe(false);
});

test('every path of a folder is reported', async () => {
  const chart = await write({ a: 'x', 'b/c': '../b' });
  const reads = new Map<string, Read>();
  observeFolders((path, one) => reads.set(path.slice(chart.length), one));
  onTestFinished(() => observeFolders(() => {}));
  read(chart);
  const entry = (kind: string) => ({
    kind,
    stamp: expect.stringMatching(/^\d+( \d+){3}$/),
    digest: expect.stringMatching(/^.{43}=$/),
  });
  expect(Object.fromEntries(reads)).toEqual({
    '': entry('directory'),
    '/a': entry('file'),
    '/b': { kind: 'directory' },
    '/b/c': entry('file'),
  });
});
