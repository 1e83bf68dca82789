import { readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { openCache } from './cache.ts';

test('returns the cached result for the same inputs', async () => {
  const cache = openCache(join(await workspace({}), 'cache'));
  let calls = 0;
  const make = (...inputs: readonly string[]) => cache.of(inputs, async () => ({ calls: ++calls }));
  expect(await make('a', 'b')).toEqual({ calls: 1 });
  expect(await make('a', 'b')).toEqual({ calls: 1 });
  expect(await make('ab')).toEqual({ calls: 2 });
  expect(await make('b', 'a')).toEqual({ calls: 3 });
});

test('does not cache a failure', async () => {
  const cache = openCache(join(await workspace({}), 'cache'));
  await expect(cache.of(['a'], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.of(['a'], async () => 'made')).toBe('made');
});

test('removes entries that were not used for a month when it adds a new entry', async () => {
  const directory = join(await workspace({}), 'cache');
  const cache = openCache(directory);
  const remember = (input: string) => cache.of([input], async () => input);
  await remember('used');
  await remember('unused');
  const files = (await readdir(directory)).map((name) => join(directory, name));
  const monthAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
  for (const file of files) await utimes(file, monthAgo, monthAgo);
  await remember('used');
  await openCache(directory).of(['new'], async () => 'new');
  const left = await Promise.all(
    (await readdir(directory)).map((name) => readFile(join(directory, name), 'utf8')),
  );
  expect(left.toSorted()).toEqual(['"new"', '"used"']);
});
