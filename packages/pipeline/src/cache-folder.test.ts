import { statSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, onTestFinished, test } from 'vitest';
import { cacheFolder, isForeign } from './cache-folder.ts';

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['a chart of others', { 'charts/web/Chart.yaml': '', 'package.json': '{"name":"a"}' }, true],
  ['a tree with a configuration', { 'helm-charts.config.ts': 'export default {};' }, true],
  ['an invalid package.json', { 'package.json': '{' }, true],
  ['a chart in TypeScript', { 'src/chart.ts': '' }, false],
  ['charts in TypeScript', { 'charts/web/src/chart.ts': '' }, false],
  ['profiles in TypeScript', { 'flux-profiles/one/src/profile.ts': '' }, false],
  ['packages of this project', { 'node_modules/@helm-charts/cli/index.js': '' }, false],
  ['such a dependency', { 'package.json': '{"devDependencies":{"@helm-charts/cli":"1"}}' }, false],
])('a repository with %s', async (_, files, expected) => {
  expect(isForeign(await workspace(files))).toBe(expected);
});

test.skipIf(process.platform === 'win32')(
  'the cache of a foreign repository is readable by its user alone',
  async () => {
    const root = await workspace({ 'a.yaml': '' });
    const before = process.env.HELM_CHARTS_CACHE;
    onTestFinished(() => {
      process.env.HELM_CHARTS_CACHE = before;
    });
    process.env.HELM_CHARTS_CACHE = join(root, 'cache');
    expect(cacheFolder(root)).toBe(join(root, 'cache'));
    expect(statSync(join(root, 'cache')).mode & 0o77).toBe(0);
  },
);
