import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import {
  distributionAccount,
  findDebianRegistry,
  startDistribution,
} from '@helm-charts/testing/registries';
import { makeCertificate, orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { fromRegistry, packChart, stream, testTree } from '../testing/chart-sources.ts';

test('charts that helm has pushed come from the registry of Debian over TLS, with the account of docker login', async (context) => {
  const program = await orSkip(context, (async () => findDebianRegistry())());
  const certificate = await orSkip(context, makeCertificate('127.0.0.1'));
  await using tree = await testTree({});
  await using registry = await startDistribution({
    folder: tree.root,
    program,
    certificate,
    hasAccount: true,
  });
  // Flux reads _ as + only in tags of charts.
  const layer =
    ', layerSelector: {mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip"}';
  const { address } = registry;
  const { username, password } = distributionAccount;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const authorityFile = join(tree.root, 'ca.crt');
  await writeFile(authorityFile, certificate.authority);
  await tree.write({
    'docker/config.json': JSON.stringify({ auths: { [address]: { auth } } }),
    'cluster/all.yaml': stream(
      fromRegistry('web', `${address}/charts/web`, '{semver: "^1"}', layer),
      fromRegistry('first', `${address}/charts/web`, '{semver: "^1"}'),
    ).replaceAll('insecure: true, ', ''),
  });
  const helm = (await findTool('helm')).path;
  for (const version of ['1.0.0', '1.2.0+build.7']) {
    const file = join(tree.root, `web-${version}.tgz`);
    await writeFile(file, await packChart({ name: 'web', version }));
    const logins = ['--registry-config', join(tree.root, 'docker/config.json')];
    await promisify(execFile)(helm, [
      ...['push', file, `oci://${address}/charts`, '--ca-file', authorityFile],
      ...logins,
    ]);
  }
  expect(await tree.fetching({ authorityFile })).toContain('asks for credentials');
  process.env.DOCKER_CONFIG = join(tree.root, 'docker');
  try {
    expect(await tree.fetching({ authorityFile })).toMatchInlineSnapshot(`
      "added    web 1.0.0 of oci://HOST/charts/web
      added    web 1.2.0+build.7 of oci://HOST/charts/web
      fetch: 2 charts, 2 fetched (1 KiB), charts.lock.json changed
      "
    `);
  } finally {
    delete process.env.DOCKER_CONFIG;
  }
});
