import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOciRegistry } from '@helm-charts/testing/registries';
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

const lockOf = async (root: string) =>
  JSON.parse(await readFile(join(root, 'charts.lock.json'), 'utf8'));

test('charts of an index and of registries are locked and rendered, and need no network again', async () => {
  await using repository = await startRepository();
  await using registry = await startOciRegistry();
  await repository.add({ name: 'web', version: '1.0.0' });
  await repository.add({ name: 'web', version: '1.10.0' });
  await repository.add({ name: 'web', version: '1.11.0-rc.1' });
  await repository.add({ name: 'web', version: '2.0.0' });
  const at = `${registry.address}/charts`;
  const pack = (name: string, version: string) => packChart({ name, version });
  await pushChart(`${at}/db:3.1.0`, await pack('db', '3.1.0'));
  await pushChart(`${at}/db:3.2.0_1`, await pack('db', '3.2.0+1'));
  await pushChart(`${at}/cache:v1.0.0`, await pack('cache', 'v1.0.0'), ['provenance']);
  const revision = await pushChart(`${at}/queue:latest`, await pack('queue', '7.0.0'));
  const layer =
    ', layerSelector: {mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip", operation: copy}';
  await using tree = await testTree({
    'cluster/all.yaml': stream(
      helmRepository(`${repository.url}/`),
      fromRepository('web', '>=1.0.0 <2.0.0'),
      fromRegistry('db', `${at}/db`, '{semver: "3.x"}', layer),
      fromRegistry('cache', `${at}/cache`, '{tag: v1.0.0}', layer),
      fromRegistry('queue', `${at}/queue`, `{digest: "${revision}"}`),
    ),
    'other/all.yaml': stream(
      helmRepository(`oci://${at}`, ', type: oci, insecure: true'),
      fromRepository('db', '3.1.0'),
    ),
  });
  expect(await tree.fetching({}, ['cluster', 'other'])).toMatchInlineSnapshot(`
    "added    web 1.10.0 of http://HOST
    added    cache v1.0.0 of oci://HOST/charts/cache
    added    db 3.1.0 of oci://HOST/charts/db
    added    db 3.2.0+1 of oci://HOST/charts/db
    added    queue 7.0.0 of oci://HOST/charts/queue
    fetch: 5 charts, 5 fetched (2 KiB), charts.lock.json changed
    "
  `);
  const locked = await lockOf(tree.root);
  expect(
    locked.charts.map(({ name, version, trees }: Record<string, unknown>) => [
      name,
      version,
      trees,
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "web",
        "1.10.0",
        [
          "cluster",
        ],
      ],
      [
        "cache",
        "v1.0.0",
        [
          "cluster",
        ],
      ],
      [
        "db",
        "3.1.0",
        [
          "other",
        ],
      ],
      [
        "db",
        "3.2.0+1",
        [
          "cluster",
        ],
      ],
      [
        "queue",
        "7.0.0",
        [
          "cluster",
        ],
      ],
    ]
  `);
  expect(locked.charts.find(({ name }: { name: string }) => name === 'queue').revision).toBe(
    revision,
  );

  const before = [...repository.asked(), ...registry.asked()];
  expect(await tree.fetching({}, ['cluster', 'other'])).toMatchInlineSnapshot(`
    "fetch: 5 charts, none fetched, charts.lock.json unchanged
    "
  `);
  expect([...repository.asked(), ...registry.asked()]).toEqual(before);
  expect(await lockOf(tree.root)).toEqual(locked);
  expect(await tree.rendering()).toMatchInlineSnapshot(`
    "  1. HelmRelease shop/cache: 1 object
      1. HelmRelease shop/db: 1 object
      1. HelmRelease shop/queue: 1 object
      1. HelmRelease shop/web: 1 object
    cluster: 4 releases, 12 manifests, 0 findings
    "
  `);
  expect(await readFile(join(tree.root, 'dist/render/cluster/web.yaml'), 'utf8')).toContain(
    'version: 1.10.0',
  );
});

test('a chart moves only when it is named, or when its range excludes the locked version', async () => {
  await using repository = await startRepository();
  await repository.add({ name: 'web', version: '1.0.0' });
  await repository.add({ name: 'db', version: '1.0.0' });
  const objects = (web: string) =>
    stream(helmRepository(repository.url), fromRepository('web', web), fromRepository('db', '*'));
  await using tree = await testTree({ 'cluster/all.yaml': objects('1.x') });
  await tree.fetching();
  await repository.add({ name: 'web', version: '1.1.0' });
  await repository.add({ name: 'db', version: '1.1.0' });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "fetch: 2 charts, none fetched, charts.lock.json unchanged
    "
  `);
  expect(await tree.fetching({ update: ['web'] })).toMatchInlineSnapshot(`
    "moved    web 1.0.0 -> 1.1.0 of http://HOST
    fetch: 2 charts, 1 fetched (1 KiB), charts.lock.json changed
    "
  `);
  expect(await tree.fetching({ update: 'all' })).toMatchInlineSnapshot(`
    "moved    db 1.0.0 -> 1.1.0 of http://HOST
    fetch: 2 charts, 1 fetched (1 KiB), charts.lock.json changed
    "
  `);
  expect(await tree.fetching({ update: ['wbe'] })).toMatchInlineSnapshot(`
    "error --update wbe: no chart wbe comes from a repository or registry; did you mean web? [usage]
    fetch: failed (exit code 2)
    "
  `);

  await repository.add({ name: 'web', version: '2.0.0' });
  await tree.write({ 'cluster/all.yaml': objects('^2') });
  expect(await tree.rendering()).toMatchInlineSnapshot(`
    "error cluster/all.yaml:11: HelmRelease shop/web: spec.chart.spec.version: the lock file does not contain web ^2 of http://HOST, only 1.1.0, so the release cannot be rendered; run helm-charts fetch, or change the version to one of these. [chart]
      1. HelmRelease shop/db: 1 object
      1. HelmRelease shop/web: not rendered
    cluster: 2 releases, 4 manifests, 1 finding; not rendered: 1 release with errors (exit code 1)
    "
  `);
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "moved    web 1.1.0 -> 2.0.0 of http://HOST
    fetch: 2 charts, 1 fetched (1 KiB), charts.lock.json changed
    "
  `);
  expect(await tree.rendering()).toContain('2 releases, 5 manifests, 0 findings');
});

test('an interrupted run keeps what it has, and leaves the lock file', async () => {
  await using repository = await startRepository();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  for (const name of names) await repository.add({ name, version: '1.0.0' });
  await using tree = await testTree({
    'cluster/all.yaml': stream(
      helmRepository(repository.url),
      ...names.map((name) => fromRepository(name, '1.0.0')),
    ),
  });
  const controller = new AbortController();
  const progress = () => controller.abort();
  expect(await tree.fetching({ signal: controller.signal, progress })).toMatchInlineSnapshot(`
    "error interrupted, so charts.lock.json is as it was; what has been fetched is kept; run the same command again. [fetch]
    fetch: failed (exit code 130)
    "
  `);
  expect(await readdir(tree.root)).not.toContain('charts.lock.json');
  const kept = await readdir(join(tree.root, 'node_modules/.cache/helm-charts/packages'));
  expect(await tree.fetching()).toContain(`8 charts, ${8 - kept.length} fetched`);
});
