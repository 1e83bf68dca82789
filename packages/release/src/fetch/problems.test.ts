import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
