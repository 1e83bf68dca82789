import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { manifestId } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { treeInput } from '../input.ts';
import { simulate } from '../simulate.ts';
import { configMap } from '../testing/foreign-tree.ts';

test('local copies of remote bases and files are built, with what they refer to', async () => {
  const store = await workspace({
    'base/deploy/kustomization.yaml': 'resources: [../shared.yaml, own.yaml]\n',
    'base/deploy/own.yaml': configMap('own'),
    'base/shared.yaml': configMap('shared'),
    'file.yaml': configMap('file'),
  });
  const copies = new Map([
    ['github.com/example/base//deploy?ref=v1', { path: 'base/deploy', root: 'base' }],
    ['https://example.com/file.yaml', { path: 'file.yaml', root: '.' }],
  ]);
  const workspaceRoot = await workspace({
    'apps/kustomization.yaml':
      'resources: [web.yaml, "https://example.com/file.yaml", inner]\nnamePrefix: a-\n',
    'apps/web.yaml': configMap('web'),
    'apps/inner/kustomization.yaml': 'resources: ["github.com/example/base//deploy?ref=v1"]\n',
  });
  const input = treeInput({
    workspaceRoot,
    directory: join(workspaceRoot, 'apps'),
    out: join(workspaceRoot, 'dist'),
    copyOf: (url) => {
      const copy = copies.get(url);
      return copy && { path: join(store, copy.path), root: join(store, copy.root) };
    },
  });
  const { built, findings } = await simulate(input, openEngine({ workspaceRoot }));
  expect(findings).toEqual([]);
  expect(
    built.layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifestId(manifest))),
  ).toEqual(['own', 'shared', 'file', 'web'].map((name) => `ConfigMap demo/a-${name}`).toSorted());
});
