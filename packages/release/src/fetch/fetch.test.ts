import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
    cluster: 2 releases (1 not rendered), 4 manifests, 1 finding (exit code 1)
    "
  `);
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "moved    web 1.1.0 -> 2.0.0 of http://HOST
    fetch: 2 charts, 1 fetched (1 KiB), charts.lock.json changed
    "
  `);
  expect(await tree.rendering()).toContain('2 releases, 5 manifests, 0 findings');
});

test('all that can not be had is reported at once, and the rest is kept', async () => {
  await using repository = await startRepository();
  await using registry = await startOciRegistry();
  await using closed = await startOciRegistry();
  await closed[Symbol.asyncDispose]();
  await repository.add({ name: 'web', version: '1.0.0' });
  await repository.add({ name: 'bad', version: '1.0.0' });
  repository.files.set('/charts/bad-1.0.0.tgz', 'no package');
  await repository.add({ name: 'page', version: '1.0.0' }, { digest: undefined });
  repository.files.set('/charts/page-1.0.0.tgz', 'no package either');
  await repository.add({
    name: 'huge',
    version: '1.0.0',
    files: { 'big.txt': 'x'.repeat(6 * 2 ** 20) },
  });
  await pushChart(
    `${registry.address}/charts/signed:1.0.0`,
    await packChart({ name: 'signed', version: '1.0.0' }),
    ['provenance'],
  );
  await using tree = await testTree({
    'cluster/all.yaml': stream(
      helmRepository(repository.url),
      ...['web', 'bad', 'page', 'huge', 'none'].map((name) => fromRepository(name, '*')),
      fromRepository('old', '^2', 'web'),
      fromRepository('wrong', 'newest', 'web'),
      fromRegistry('signed', `${registry.address}/charts/signed`, '{tag: 1.0.0}'),
      fromRegistry('absent', `${registry.address}/charts/absent`, '{semver: "*"}'),
      fromRegistry('one', `${closed.address}/charts/one`, '{tag: 1.0.0}'),
      fromRegistry('two', `${closed.address}/charts/two`, '{tag: 1.0.0}'),
    ),
  });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "error cluster/all.yaml:73: HelmRelease shop/absent: spec.chartRef: its chart * of oci://HOST/charts/absent cannot be fetched: HOST does not have it; correct the name, the tag or the digest. [fetch]
    error cluster/all.yaml:18: HelmRelease shop/bad: spec.chart.spec.version: its chart bad * of http://HOST cannot be fetched: HOST sends content of another digest, DIGEST in place of DIGEST; check the address, and tell the operator of the registry. [fetch]
    error cluster/all.yaml:32: HelmRelease shop/huge: spec.chart.spec.version: its chart huge * of http://HOST cannot be fetched: its file huge/big.txt has more than 5 MiB when unpacked, which Helm refuses; name large files in .helmignore, and package the chart again. [fetch]
    error cluster/all.yaml:39: HelmRelease shop/none: spec.chart.spec.version: its chart none * of http://HOST cannot be fetched: http://HOST has no chart none; correct the name of the chart or the URL of its source. [fetch]
    error cluster/all.yaml:46: HelmRelease shop/old: spec.chart.spec.version: its chart web ^2 of http://HOST cannot be fetched: http://HOST has no version ^2 of web; it has 1.0.0; correct the version. [fetch]
    error HOST: HOST can't be reached: nothing listens there, so this cannot be fetched: 1.0.0 of oci://HOST/charts/one, 1.0.0 of oci://HOST/charts/two; check the address, the network and the proxy, and run it again. [fetch]
    error cluster/all.yaml:25: HelmRelease shop/page: spec.chart.spec.version: its chart page * of http://HOST cannot be fetched: what its source has is no package of a chart: incorrect header check; tell its maintainers; for an OCIRepository, set spec.layerSelector.mediaType to application/vnd.cncf.helm.chart.content.v1.tar+gzip. [fetch]
    error cluster/all.yaml:63: HelmRelease shop/signed: spec.chartRef: its chart 1.0.0 of oci://HOST/charts/signed cannot be fetched: what its source has is no package of a chart: incorrect header check; tell its maintainers; for an OCIRepository, set spec.layerSelector.mediaType to application/vnd.cncf.helm.chart.content.v1.tar+gzip. [fetch]
    error cluster/all.yaml:53: HelmRelease shop/wrong: spec.chart.spec.version: its chart web newest of http://HOST cannot be fetched: http://HOST has no version newest of web; it has 1.0.0; correct the version. [fetch]
    added    web 1.0.0 of http://HOST
    fetch: 11 charts, 1 fetched (1 KiB), 10 missing, charts.lock.json changed (exit code 4)
    "
  `);
  expect((await lockOf(tree.root)).charts).toHaveLength(1);
  expect(await readdir(join(tree.root, 'node_modules/.cache/helm-charts/packages'))).toHaveLength(
    1,
  );
});

test('a package that was changed on this machine is fetched again, and one that was published again is refused', async () => {
  await using repository = await startRepository();
  await repository.add({ name: 'web', version: '1.0.0' });
  await using tree = await testTree({
    'cluster/all.yaml': stream(helmRepository(repository.url), fromRepository('web', '1.0.0')),
  });
  await tree.fetching();
  const folder = join(tree.root, 'node_modules/.cache/helm-charts/packages');
  const [name = ''] = await readdir(folder);
  await writeFile(join(folder, name), 'other');
  expect(await tree.rendering()).toContain('run helm-charts fetch');
  expect(await tree.fetching()).toContain('1 chart, 1 fetched');
  await rm(folder, { recursive: true });
  expect(await tree.rendering()).toContain('run helm-charts fetch');
  await repository.add({ name: 'web', version: '1.0.0', files: { 'values.yaml': 'a: 1\n' } });
  const before = await lockOf(tree.root);
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "error cluster/all.yaml:11: HelmRelease shop/web: spec.chart.spec.version: its chart web 1.0.0 of http://HOST cannot be fetched: its digest is DIGEST now, and that of the lock file DIGEST, so it was published again with other content; ask its maintainers why; to accept it, run helm-charts fetch --update web. [fetch]
    fetch: 1 chart, none fetched, 1 missing, charts.lock.json unchanged (exit code 4)
    "
  `);
  expect(await lockOf(tree.root)).toEqual(before);
  expect(await tree.fetching({ update: ['web'] })).toMatchInlineSnapshot(`
    "changed  web 1.0.0 of http://HOST: DIGEST -> DIGEST
    fetch: 1 chart, 1 fetched (1 KiB), charts.lock.json changed
    "
  `);
});

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

test('documents to which a schema of values refers are fetched, also those that only they refer to', async () => {
  await using repository = await startRepository();
  const at = (name: string) => `${repository.url}/${name}`;
  const schema = (reference: string) => JSON.stringify({ $ref: reference });
  await repository.add({
    name: 'web',
    version: '1.0.0',
    files: { 'values.schema.json': schema(at('web.json')) },
  });
  const document = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: at('web.json'),
    properties: { size: { $ref: 'parts/size.json#/size' } },
    additionalProperties: false,
  };
  repository.files.set('/web.json', JSON.stringify(document));
  repository.files.set('/parts/size.json', JSON.stringify({ size: { type: 'integer' } }));
  const objects = (values: string) =>
    stream(
      helmRepository(repository.url),
      `${fromRepository('web', '1.0.0')}  values: ${values}\n`,
    );
  await using tree = await testTree({ 'cluster/all.yaml': objects('{size: 1}') });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "added    web 1.0.0 of http://HOST
    added    http://HOST/parts/size.json
    added    http://HOST/web.json
    fetch: 1 chart, 1 fetched (1 KiB), charts.lock.json changed
    "
  `);
  expect(await tree.rendering()).toContain('1 release, 3 manifests, 0 findings');
  await tree.write({ 'cluster/all.yaml': objects('{size: big, other: 1}') });
  expect(await tree.rendering()).toMatchInlineSnapshot(`
    "error cluster/all.yaml:12: HelmRelease shop/web: spec.values.other: the chart has no such value; correct the name or remove it. [values]
    error cluster/all.yaml:12: HelmRelease shop/web: spec.values.size: "big" does not fit: the chart needs an integer; correct it. [values]
      1. HelmRelease shop/web: not rendered
    cluster: 1 release (1 not rendered), 2 manifests, 2 findings (exit code 2)
    "
  `);
  const before = repository.asked().length;
  expect(await tree.fetching()).toContain('charts.lock.json unchanged');
  expect(repository.asked()).toHaveLength(before);
  repository.files.set('/parts/size.json', JSON.stringify({ size: { type: 'string' } }));
  await rm(join(tree.root, 'node_modules/.cache/helm-charts/remotes'), { recursive: true });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "error http://HOST/parts/size.json, to which the schema of the values of web refers, cannot be fetched: it has the digest DIGEST now, and the lock file says DIGEST; to accept it, run helm-charts fetch --update http://HOST/parts/size.json. [fetch]
    fetch: 1 chart, none fetched, 1 missing, charts.lock.json unchanged (exit code 4)
    "
  `);
  expect(await tree.fetching({ update: [at('parts/size.json')] })).toMatchInlineSnapshot(`
    "changed  http://HOST/parts/size.json: DIGEST -> DIGEST
    fetch: 1 chart, none fetched, charts.lock.json changed
    "
  `);
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
  await rm(join(tree.root, 'helm-charts.config.ts'));
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = join(tree.root, 'cache');
  try {
    await tree.fetching();
    expect(await readdir(join(tree.root, 'cache/helm-charts/packages'))).toHaveLength(1);
    expect(await tree.rendering()).toContain('1 release, 3 manifests, 0 findings');
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  }
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
