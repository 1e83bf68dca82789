import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { replaceFile, writeDirectory } from './write.ts';

test('writes these files, removes other files, and keeps subdirectories', async () => {
  const root = await workspace({
    'out/old.yaml': '',
    'out/a.yaml': 'old',
    'out/charts/b.yaml': '',
  });
  await writeDirectory(
    join(root, 'out'),
    new Map([
      ['a.yaml', 'new'],
      ['c.yaml', 'c'],
    ]),
  );
  expect((await readdir(join(root, 'out'))).sort()).toEqual(['a.yaml', 'c.yaml', 'charts']);
  expect(await readFile(join(root, 'out/a.yaml'), 'utf8')).toBe('new');
});

test('does not write a file with the same text', async () => {
  const path = join(await workspace({ 'a.yaml': 'a' }), 'a.yaml');
  const { ino } = await stat(path);
  await replaceFile(path, 'a');
  expect((await stat(path)).ino).toBe(ino);
  await replaceFile(path, 'b');
  expect((await stat(path)).ino).not.toBe(ino);
});

test('a file that cannot be replaced stays unchanged, and no temporary file remains', async () => {
  const root = await workspace({ 'a.yaml/in-the-way': '' });
  await expect(replaceFile(join(root, 'a.yaml'), 'new')).rejects.toMatchObject({ exitCode: 3 });
  expect(await readdir(root)).toEqual(['a.yaml']);
});

test('a file keeps its mode', async () => {
  const path = join(await workspace({ 'a.yaml': 'secret' }), 'a.yaml');
  await chmod(path, 0o600);
  await replaceFile(path, 'another secret');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
