import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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
