import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Asked, basicGuard, startOciRegistry } from '@helm-charts/testing/registries';
import { expect, test } from 'vitest';
import {
  fromRegistry,
  fromRepository,
  helmRepository,
  packChart,
  pushChart,
  startRepository,
  stream,
  testTree,
} from '../testing/chart-sources.ts';

test('a repository gets the credentials of helm repo add, and another host that its index names gets none', async () => {
  const seen: string[] = [];
  const note = (path: string, { headers }: Asked): undefined => {
    seen.push(`${path} ${headers.authorization ?? 'none'}`);
  };
  const account = { username: 'reader', password: 'of-a-test' };
  const guard = basicGuard(account);
  await using files = await startRepository({ trouble: note });
  await files.add({ name: 'web', version: '1.0.0' });
  await using repository = await startRepository({ guard });
  await repository.add(
    { name: 'web', version: '1.0.0' },
    { urls: [`${files.url}/charts/web-1.0.0.tgz`] },
  );
  await using tree = await testTree({
    'cluster/all.yaml': stream(
      helmRepository(repository.url, ', secretRef: {name: login}'),
      fromRepository('web', '1.0.0'),
    ),
    'repositories.yaml': JSON.stringify({
      repositories: [{ name: 'charts', url: `${repository.url}/`, ...account }],
    }),
  });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "error cluster/all.yaml:11: HelmRelease shop/web: spec.chart.spec.version: its chart web 1.0.0 of http://HOST cannot be fetched: HOST asks for credentials, and there are none for it (HTTP 401); run helm repo add NAME http://HOST --username NAME, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account; the cluster has them in Secret shop/login. [fetch]
    fetch: 1 chart, none fetched, 1 missing, charts.lock.json unchanged (exit code 4)
    "
  `);
  process.env.HELM_REPOSITORY_CONFIG = join(tree.root, 'repositories.yaml');
  try {
    expect(await tree.fetching()).toContain('1 chart, 1 fetched');
  } finally {
    delete process.env.HELM_REPOSITORY_CONFIG;
  }
  expect(seen).toEqual(['/charts/web-1.0.0.tgz none']);
});

test('a mirror is asked in place of the source that the tree names', async () => {
  await using repository = await startRepository();
  await using registry = await startOciRegistry();
  await repository.add({ name: 'web', version: '1.0.0' });
  await pushChart(
    `${registry.address}/far/db:1.0.0`,
    await packChart({ name: 'db', version: '1.0.0' }),
  );
  const mirrors = {
    'https://charts.example.com': repository.url,
    'oci://far.example.com/': `oci://${registry.address}/far`,
  };
  await using tree = await testTree({
    'helm-charts.config.ts': `export default ${JSON.stringify({ mirrors })};\n`,
    'cluster/all.yaml': stream(
      helmRepository('https://charts.example.com'),
      fromRepository('web', '1.0.0'),
      fromRegistry('db', 'far.example.com/db', '{tag: 1.0.0}'),
    ),
  });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "added    web 1.0.0 of https://charts.example.com
    added    db 1.0.0 of oci://far.example.com/db
    fetch: 2 charts, 2 fetched (1 KiB), charts.lock.json changed
    "
  `);
});

test('in a repository that is no workspace, packages go to the cache folder of the user', async () => {
  await using repository = await startRepository();
  await repository.add({ name: 'web', version: '1.0.0' });
  await using tree = await testTree({
    'cluster/all.yaml': stream(helmRepository(repository.url), fromRepository('web', '1.0.0')),
  });
  for (const file of ['helm-charts.config.ts', 'package.json']) await rm(join(tree.root, file));
  const before = process.env.HELM_CHARTS_CACHE;
  process.env.HELM_CHARTS_CACHE = join(tree.root, 'cache');
  try {
    await tree.fetching();
    expect(await readdir(join(tree.root, 'cache/packages'))).toHaveLength(1);
    expect(await readdir(tree.root)).not.toContain('node_modules');
    expect(await tree.rendering()).toContain('1 release, 3 manifests, 0 findings');
  } finally {
    if (before === undefined) delete process.env.HELM_CHARTS_CACHE;
    else process.env.HELM_CHARTS_CACHE = before;
  }
});
