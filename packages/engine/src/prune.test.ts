import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { touch } from './prune.ts';

test('an entry of a cache has the time of its last use, up to an hour', async () => {
  const file = join(await workspace({ entry: '' }), 'entry');
  const used = async (secondsAgo: number): Promise<number> => {
    const before = Date.now() / 1000 - secondsAgo;
    utimesSync(file, before, before);
    expect(await touch(file)).toBe(true);
    return Math.round(statSync(file).mtimeMs / 1000 - before);
  };
  expect(await used(60)).toBe(0);
  expect(await used(7200)).toBeGreaterThanOrEqual(7200);
});

test('what does not exist is no entry', async () => {
  expect(await touch(join(await workspace({}), 'entry'))).toBe(false);
});
