import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  fromRepository,
  helmRepository,
  startRepository,
  stream,
  testTree,
} from '../testing/chart-sources.ts';

const lockOf = async (root: string) =>
  JSON.parse(await readFile(join(root, 'charts.lock.json'), 'utf8'));

test('an entry that no tree needs is removed, and those of other trees and of people stay', async () => {
  await using repository = await startRepository();
  for (const name of ['web', 'db', 'cache']) await repository.add({ name, version: '1.0.0' });
  const objects = (...names: readonly string[]) =>
    stream(helmRepository(repository.url), ...names.map((name) => fromRepository(name, '*')));
  await using tree = await testTree({
    'a/all.yaml': objects('web', 'db'),
    'b/all.yaml': objects('web', 'cache'),
  });
  await tree.fetching({}, ['a', 'b']);
  const { charts } = await lockOf(tree.root);
  const own = { source: 'oci://own.example.com/own', name: 'own', version: '1.0.0', path: 'own' };
  await tree.write({
    'charts.lock.json': JSON.stringify({ $comment: 'ours', charts: [...charts, own] }),
    'a/all.yaml': objects('db'),
    'b/all.yaml': objects(),
  });
  expect(await tree.fetching({}, ['a'])).toMatchInlineSnapshot(`
    "fetch: 1 chart, none fetched, charts.lock.json unchanged
    "
  `);
  expect(await tree.fetching({}, ['b'])).toMatchInlineSnapshot(`
    "removed  cache 1.0.0 of http://HOST
    removed  web 1.0.0 of http://HOST
    fetch: 0 charts, none fetched, charts.lock.json changed
    "
  `);
  const after = await lockOf(tree.root);
  expect(after.$comment).toBe('ours');
  expect(after.charts.map(({ name }: { name: string }) => name)).toEqual(['db', 'own']);
});
