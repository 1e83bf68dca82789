import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { contentOf } from './content.ts';

const content = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'content-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return contentOf(directory);
};

test('contentOf changes with names and texts of files', async () => {
  const one = await content({ a: 'x', 'b/c': 'y' });
  expect(await content({ 'b/c': 'y', a: 'x' })).toBe(one);
  expect(await content({ a: 'x', 'b/d': 'y' })).not.toBe(one);
  expect(await content({ a: 'x', 'b/c': 'z' })).not.toBe(one);
});

test('contentOf changes with the files that symbolic links name, and ends where links make a circle', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'content-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, 'chart/a'), { recursive: true });
  await mkdir(join(directory, 'outside/folder'), { recursive: true });
  await writeFile(join(directory, 'outside/file'), 'x');
  await writeFile(join(directory, 'outside/folder/file'), 'x');
  await symlink('../outside/file', join(directory, 'chart/file'));
  await symlink('../outside/folder', join(directory, 'chart/folder'));
  await symlink('..', join(directory, 'chart/a/up'));
  await symlink('nowhere', join(directory, 'chart/broken'));
  const seen = new Set([contentOf(join(directory, 'chart'))]);
  await writeFile(join(directory, 'outside/file'), 'y');
  seen.add(contentOf(join(directory, 'chart')));
  await writeFile(join(directory, 'outside/folder/file'), 'y');
  seen.add(contentOf(join(directory, 'chart')));
  expect(seen.size).toBe(3);
});
