import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { replaceFile } from './write.ts';

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
