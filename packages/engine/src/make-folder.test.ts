import { existsSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

test('makes a folder and those above it, and tells the first one', async () => {
  const root = await workspace({ 'a/file': '' });
  expect(makeFolder(join(root, 'a/b/c'), { mode: 0o700 })).toBe(join(root, 'a/b'));
  expect(statSync(join(root, 'a/b')).mode & 0o777).toBe(0o700);
  expect(makeFolder(join(root, 'a/b/c'))).toBeUndefined();
  symlinkSync('a', join(root, 'link'));
  expect(makeFolder(join(root, 'link/d'))).toBe(join(root, 'link/d'));
  expect(existsSync(join(root, 'a/d'))).toBe(true);
});

test('a file in place of a folder is the error of Node', async () => {
  const root = await workspace({ file: '' });
  expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(root, 'file/a/b'))).toThrow('EEXIST');
});

test.runIf(process.platform === 'linux')('a file system without new folders ends it', () => {
  expect(() => makeFolder('/proc/charts/a')).toThrow(/ENOENT.*mkdir '\/proc\/charts'/);
});
