import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { canMount, makeReadOnly, mountDisk } from './testing/disk.ts';
import { replaceFiles } from './write-files.ts';

const namesIn = async (directory: string): Promise<readonly string[]> =>
  (await readdir(directory, { recursive: true })).toSorted();

test('changes files, removes others, and keeps the rest', async () => {
  const root = await workspace({ 'a.yaml': 'a', 'b.yaml': 'b', 'src/chart.ts': '' });
  const { ino } = await stat(join(root, 'src'));
  const changes = [
    ['a.yaml', 'new'],
    ['b.yaml', undefined],
    ['templates/c.yaml', 'c'],
  ] as const;
  await replaceFiles(root, new Map(changes));
  expect(await readFile(join(root, 'a.yaml'), 'utf8')).toBe('new');
  expect(await namesIn(root)).toEqual([
    'a.yaml',
    'src',
    'src/chart.ts',
    'templates',
    'templates/c.yaml',
  ]);
  expect((await stat(join(root, 'src'))).ino).toBe(ino);
});

test('a file that cannot be replaced leaves all files as they were', async () => {
  const root = await workspace({ 'a.yaml': 'a', 'c.yaml/in-the-way': '' });
  const before = await namesIn(root);
  const changes = [
    ['a.yaml', 'new'],
    ['templates/b.yaml', 'b'],
    ['c.yaml', 'c'],
  ] as const;
  await expect(replaceFiles(root, new Map(changes))).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/c\.yaml: a folder is where a file has to be/),
  });
  expect(await namesIn(root)).toEqual(before);
  expect(await readFile(join(root, 'a.yaml'), 'utf8')).toBe('a');
});

test.skipIf(!canMount)('a full or read-only disk leaves all files as they were', async () => {
  const disk = await mountDisk('64k');
  await writeFile(join(disk, 'a.yaml'), 'a');
  const before = await namesIn(disk);
  const large = new Map([
    ['a.yaml', 'new'],
    ['b.yaml', 'x'.repeat(90_000)],
  ]);
  await expect(replaceFiles(disk, large)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/no space is left on the disk/),
  });
  makeReadOnly(disk);
  await expect(replaceFiles(disk, new Map([['a.yaml', 'new']]))).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(/the file system is read-only/),
  });
  expect(await namesIn(disk)).toEqual(before);
  expect(await readFile(join(disk, 'a.yaml'), 'utf8')).toBe('a');
});

test('removes what a killed process has left', async () => {
  const root = await workspace({ 'a.yaml': 'a' });
  // No process has this number: the largest one of Linux is lower.
  await mkdir(join(root, '.files.99999999-0123abcd.new'));
  await replaceFiles(root, new Map());
  expect(await namesIn(root)).toEqual(['a.yaml']);
});
