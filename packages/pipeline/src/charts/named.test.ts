import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { readFiles } from '../files.ts';
import { withNamedCharts } from './named.ts';

const release = (chart: string, kind = 'GitRepository'): string => `---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: default }
spec: { chart: { spec: { chart: ${chart}, sourceRef: { kind: ${kind}, name: all } } } }
`;

test('an engine reads the charts that the files of a tree name', async () => {
  const root = await workspace({
    'charts/web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
    'charts/db/Chart.yaml': 'name: db\nversion: 1.0.0\n',
    'charts/other/Chart.yaml': 'name: other\nversion: 1.0.0\n',
    'flux/a.yaml': release('./charts/web') + release('charts/web') + release('charts/missing'),
    'flux/b.yaml': release('charts/db') + release('charts/other', 'HelmRepository'),
    'flux/c.yaml': 'kind: [\n',
  });
  const engine = openEngine({ workspaceRoot: root, engine: 'native', cache: false });
  const asked: string[] = [];
  const files = withNamedCharts(readFiles(root), root, {
    ...engine,
    read: (directories) => {
      asked.push(...directories);
      return engine.read(directories);
    },
  });
  for (const name of ['a', 'b', 'c', 'a']) files.documents(join(root, `flux/${name}.yaml`));
  expect(asked).toEqual([]);
  await Promise.resolve();
  expect(asked).toEqual([join(root, 'charts/web'), join(root, 'charts/db')]);
  expect(files.folders.of(join(root, 'charts/web'))).toMatchObject({ links: [] });
});
