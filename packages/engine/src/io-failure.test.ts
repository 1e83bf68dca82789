import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { ioFailure } from './io-failure.ts';

const errorOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

test('a full disk is a sentence with the file, and exit code 3', async () => {
  const failure = ioFailure(await errorOf(writeFile('/dev/full', 'text')), {
    folder: '/dev/full',
  });
  expect(failure).toMatchObject({ exitCode: 3, findings: [{ rule: 'environment' }] });
  expect(failure?.message).toMatch(/dev\/full: .*no space is left on the disk; free some space/);
});

test('the path is that of the file in the way', async () => {
  const root = await workspace({ file: '' });
  const failure = ioFailure(await errorOf(mkdir(join(root, 'file/folder'))));
  expect(failure?.message).toMatch(
    /^error [^ ]*\/file: a file is where a folder has to be; move or remove it/,
  );
});

test('a file system without new folders is a sentence', () => {
  const error = { code: 'ENOENT', syscall: 'mkdir', path: '/proc/charts' };
  const failure = ioFailure(Object.assign(new Error('no such file or directory'), error));
  expect(failure).toMatchObject({ exitCode: 3 });
  expect(failure?.message).toMatch(/proc\/charts: this file system does not let anybody make a/);
});

test('a missing folder for temporary files is named', async () => {
  const root = await workspace({});
  const failure = ioFailure(await errorOf(mkdtemp(join(root, 'missing/chart-'))));
  expect(failure).toMatchObject({ exitCode: 3 });
  expect(failure?.message).toMatch(
    /missing: the folder for temporary files does not exist; create it, or set TMPDIR to/,
  );
});

test('a folder in place of a file to remove is a sentence', async () => {
  const root = await workspace({ 'file/inside': '' });
  expect(ioFailure(await errorOf(rm(join(root, 'file'))))?.message).toMatch(
    /file: a folder is where a file has to be/,
  );
});

test('what a program got wrong itself is no failure of the machine', () => {
  expect(ioFailure(new TypeError('x is not a function'))).toBeUndefined();
  expect(ioFailure(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toBeUndefined();
});
