import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { unlistedCrds } from './unlisted-crds.ts';

test('reports an unlisted definition, but not a generated one', async () => {
  const root = 'charts/feed';
  const files = ['feeds.yaml', 'more/items.yaml', 'old.yaml'];
  const record = { [`${root}/.generated.json`]: JSON.stringify({ 'crds/old.yaml': 'a' }) };
  const directory = await workspace({
    ...Object.fromEntries(files.map((file) => [`${root}/crds/${file}`, 'kind: X\n'])),
    ...record,
  });
  const place = { kind: 'chart', workspace: directory, root, name: 'feed' } as const;
  const found = await unlistedCrds({ ...place, directory: join(directory, root) }, [
    { path: 'crds/feeds.yaml', content: '' },
  ]);
  expect(found.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error charts/feed/crds/more/items.yaml: the chart does not list this file, but Helm would install it, since it installs everything in crds/; move it to src/crds/more/items.yaml and write crds: ['crds/more/items.yaml'] in defineChart, or delete it. [crds]",
    ]
  `);
});
