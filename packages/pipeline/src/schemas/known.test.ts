import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { knownKinds } from './known.ts';

test('finds the schema of a kind by its path, and nothing outside the folder', async () => {
  const folder = await workspace({
    'example.com/feed-v1.json': '{ "type": "object" }',
    'feed-v1.json': '{}',
  });
  const known = knownKinds(folder);
  expect(known('example.com/v1', 'Feed')).toEqual({ type: 'object' });
  expect(known('example.com/v2', 'Feed')).toBeUndefined();
  expect(known('v1', 'Feed')).toBeUndefined();
  expect(known('../v1', 'Feed')).toBeUndefined();
});

test('reports a truncated file', async () => {
  const folder = await workspace({ 'example.com/feed-v1.json': '{ "type":' });
  expect(() => knownKinds(folder)('example.com/v1', 'Feed')).toThrow(
    /feed-v1.json: the schema of Feed cannot be read, .*; add it again with helm-charts schemas add\. \[schemas\]$/,
  );
});
