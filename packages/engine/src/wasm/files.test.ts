import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { errno } from './errno.ts';
import { filesFor } from './files.ts';
import { viewOf } from './view.ts';

const memory = { buffer: new ArrayBuffer(65_536) };
const view = viewOf(() => memory);

/** Opens a path as the module does; returns the error number. */
const openWith =
  (files: ReturnType<typeof filesFor>) =>
  (path: string, flags = 0): number => {
    const bytes = Buffer.from(path.slice(1));
    view.bytes(0, bytes.length).set(bytes);
    const open = files.functions.path_open as unknown as (...args: unknown[]) => number;
    return open(3, 1, 0, bytes.length, flags, 0n, 0n, 0, 4096);
  };

test('opens files below the allowed directory, and nothing else', async () => {
  const root = await workspace({ 'chart/a.yaml': 'a', 'chart-b/b.yaml': 'b', 'secret.txt': 'c' });
  await symlink('../secret.txt', join(root, 'chart/out.txt'));
  await symlink('a.yaml', join(root, 'chart/in.yaml'));
  const files = filesFor(view);
  const open = openWith(files);
  expect(open(join(root, 'chart/a.yaml'))).toBe(errno.access);
  files.allow([join(root, 'chart')]);
  expect(open(join(root, 'chart/a.yaml'))).toBe(errno.success);
  expect(open(join(root, 'chart/in.yaml'))).toBe(errno.success);
  expect(open(join(root, 'chart/none.yaml'))).toBe(errno.notFound);
  for (const path of ['secret.txt', 'chart/../secret.txt', 'chart/out.txt', 'chart-b/b.yaml', '']) {
    expect(open(`${root}/${path}`)).toBe(errno.access);
  }
  files.allow([]);
  expect(open(join(root, 'chart/a.yaml'))).toBe(errno.access);
});

test('writes nothing', async () => {
  const root = await workspace({ 'a.yaml': 'a' });
  const files = filesFor(view);
  files.allow([root]);
  const create = 1;
  const truncate = 8;
  expect(openWith(files)(join(root, 'b.yaml'), create)).toBe(errno.readOnly);
  expect(openWith(files)(join(root, 'a.yaml'), truncate)).toBe(errno.readOnly);
});
