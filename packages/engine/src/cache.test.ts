import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { type Cache, openCache } from './cache.ts';

const opened = async (): Promise<Cache> => openCache(join(await workspace({}), 'cache/one.jsonl'));

test('returns the cached result for the same inputs', async () => {
  const cache = await opened();
  let calls = 0;
  const make = (...inputs: readonly string[]) => cache.of(inputs, async () => ({ calls: ++calls }));
  expect(await make('a', 'b')).toEqual({ calls: 1 });
  expect(await make('a', 'b')).toEqual({ calls: 1 });
  expect(await make('ab')).toEqual({ calls: 2 });
  expect(await make('b', 'a')).toEqual({ calls: 3 });
});

test('does not cache a failure', async () => {
  const cache = await opened();
  await expect(cache.of(['a'], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.of(['a'], async () => 'made')).toBe('made');
});

test('returns the results of another process, also beside lines that are not whole', async () => {
  const file = join(await workspace({}), 'cache/one.jsonl');
  const make = (input: string, value = 'unused') => openCache(file).of([input], async () => value);
  await Promise.all(['a', 'b', 'c'].map((input) => make(input, `of ${input}`)));
  const text = readFileSync(file, 'utf8');
  expect(await make('b')).toBe('of b');
  // A process ended while it wrote, and another one added a result.
  writeFileSync(file, text.slice(0, -3));
  await make('d', 'of d');
  expect(await Promise.all(['a', 'b', 'c', 'd'].map((input) => make(input)))).toEqual([
    'of a',
    'of b',
    'unused',
    'of d',
  ]);
  writeFileSync(file, text.replace('"of a"', '"of ]]').replace('"of b"', '"of "'));
  expect(await Promise.all(['a', 'b', 'c'].map((input) => make(input, 'new')))).toEqual([
    'new',
    'new',
    'of c',
  ]);
});

test('a cache that cannot be written computes every result', async () => {
  const cache = openCache('/dev/null/cache/one.jsonl');
  expect(await cache.of(['a'], async () => 'made')).toBe('made');
  await cache.keep();
});
