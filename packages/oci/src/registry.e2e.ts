import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { findTool } from '@helm-charts/engine';
import { distributionAccount, startDistribution } from '@helm-charts/testing/registries';
import { makeCertificate, orSkip } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import {
  bytesBlob,
  type Client,
  descriptorOf,
  downloadBlob,
  fileBlob,
  getImage,
  hasBlob,
  headManifest,
  listReferrers,
  listTags,
  manifestSource,
  mediaTypes,
  openClient,
  pushBlob,
  pushOnce,
  putReferrer,
  streamBlob,
} from './index.ts';
import { bytesOf, nowhere, problemIn, said } from './testing/client.ts';
import { startCuttingProxy } from './testing/cutting-proxy.ts';

const chartConfig = 'application/vnd.cncf.helm.config.v1+json';
const chartContent = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'oci-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** The package of a chart with content that no compression makes smaller. */
const packageChart = async (folder: string, version: string): Promise<string> => {
  const chart = join(folder, 'web');
  await mkdir(chart, { recursive: true });
  await writeFile(join(chart, 'Chart.yaml'), `apiVersion: v2\nname: web\nversion: ${version}\n`);
  await writeFile(join(chart, 'big.bin'), bytesOf(3 * 2 ** 20));
  await helm(folder, 'package', chart, '--destination', folder);
  return join(folder, `web-${version}.tgz`);
};

const helm = async (folder: string, ...args: readonly string[]): Promise<void> => {
  const { path } = await findTool('helm');
  await promisify(execFile)(path, args, { env: { PATH: process.env.PATH, HOME: folder } });
};

/** What `helm push` makes of a package. */
const artifactOf = async (file: string, version: string) => {
  const config = bytesBlob(JSON.stringify({ name: 'web', version, apiVersion: 'v2' }));
  const layer = await fileBlob(file);
  const manifest = manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptorOf(config, chartConfig),
    layers: [descriptorOf(layer, chartContent)],
  });
  return { manifest, blobs: [config, layer] };
};

test('helm pulls over TLS what was pushed, and what helm pushed is read', async (context) => {
  const folder = await makeFolder();
  const certificate = await orSkip(context, makeCertificate('127.0.0.1'));
  await using registry = await orSkip(
    context,
    startDistribution({ folder, certificate, hasAccount: true }),
  );
  const authorityFile = join(folder, 'ca.crt');
  await writeFile(authorityFile, certificate.authority);
  const { username, password } = distributionAccount;
  const login = { auth: Buffer.from(`${username}:${password}`).toString('base64') };
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ auths: { [registry.address]: login } }));
  const flags = ['--ca-file', authorityFile, '--registry-config', config];
  const environment = { ...nowhere, HELM_REGISTRY_CONFIG: config };
  await using client = await openClient({ authorityFile, environment, limits: { chunk: 2 ** 20 } });
  const web = { host: registry.address, repository: 'charts/web' };

  const [one, two] = [await packageChart(folder, '1.0.0'), await packageChart(folder, '2.0.0')];
  const artifact = await artifactOf(one, '1.0.0');
  const tag = { ...web, tag: '1.0.0' };
  expect(await headManifest(client, tag)).toBeUndefined();
  const { manifest } = await pushOnce(client, tag, artifact);
  expect(await pushOnce(client, tag, artifact)).toEqual({ state: 'unchanged', manifest });
  expect(await problemIn(pushOnce(client, tag, await artifactOf(two, '1.0.0')))).toMatchObject({
    kind: 'conflict',
    remote: manifest.digest,
  });
  const pulled = join(folder, 'pulled');
  await mkdir(pulled);
  const url = `oci://${registry.address}/charts`;
  await helm(folder, 'pull', `${url}/web`, '--version', '1.0.0', '--destination', pulled, ...flags);
  expect(await readFile(join(pulled, 'web-1.0.0.tgz'))).toEqual(await readFile(one));

  await helm(folder, 'push', two, url, ...flags);
  expect(await listTags(client, web)).toEqual(['1.0.0', '2.0.0']);
  const { content } = await getImage(client, { ...web, tag: '2.0.0' });
  expect(content.config.mediaType).toBe(chartConfig);
  const target = join(folder, 'ours.tgz');
  await downloadBlob(client, web, content.layers[0]!, target);
  expect(await readFile(target)).toEqual(await readFile(two));
  let text = '';
  await streamBlob(client, web, content.config, (chunk) => {
    text += chunk;
  });
  expect(JSON.parse(text)).toMatchObject({ name: 'web', version: '2.0.0' });
  expect(await listReferrers(client, web, manifest.digest)).toEqual([]);
  const signature = { ...content, mediaType: mediaTypes.manifest, subject: manifest };
  const listed = await putReferrer(client, web, signature);
  expect(await listReferrers(client, web, manifest.digest)).toEqual([listed]);

  const other = { ...web, repository: 'charts/other' };
  const [, layer] = artifact.blobs;
  expect(await pushBlob(client, other, layer!, web.repository)).toBe('mounted');

  const sayings: string[] = [];
  const wrong = {
    ...nowhere,
    HELM_CHARTS_REGISTRY: registry.address,
    HELM_CHARTS_REGISTRY_USERNAME: username,
    HELM_CHARTS_REGISTRY_PASSWORD: 'another',
  };
  for (const options of [
    { authorityFile, environment: nowhere },
    { authorityFile, environment: wrong },
    { environment },
    { environment, plainHttp: true },
  ]) {
    await using refused = await openClient(options);
    sayings.push(said(await problemIn(headManifest(refused, tag))));
  }
  expect(sayings).toMatchInlineSnapshot(`
    [
      "unauthorized: HOST asks for credentials, and there are none for it (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "unauthorized: HOST does not accept the credentials (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "untrusted: the certificate of HOST is not signed by a trusted authority (UNABLE_TO_VERIFY_LEAF_SIGNATURE); name the file of its certificate authority",
      "refused: HOST refuses this (HTTP 400); correct what the registry names; if its port speaks TLS, do not ask for plain HTTP",
    ]
  `);
});

/** A blob of 5 MB, and a client that sends it in chunks of half a megabyte. */
const content = gzipSync(bytesOf(5 * 2 ** 20), { level: 0 });
const chunked = (): Promise<Client> =>
  openClient({
    plainHttp: true,
    environment: nowhere,
    // A registry takes some time to restart.
    limits: { chunk: 2 ** 19, retryDelay: 10, attempts: 12 },
  });

test('an upload to the registry that is cut at each tenth continues', async (context) => {
  const folder = await makeFolder();
  await using registry = await orSkip(context, startDistribution({ folder }));
  const tenths = Array.from({ length: 9 }, (_, tenth) => ((tenth + 1) * content.length) / 10);
  const { address, connections, uploads } = await startCuttingProxy(registry.address, tenths);
  await using client = await chunked();
  const web = { host: address, repository: 'charts/web' };
  const blob = bytesBlob(content);
  expect(await pushBlob(client, web, blob)).toBe('uploaded');
  expect(connections()).toBeGreaterThan(tenths.length);
  expect(uploads()).toBe(1);
  const target = join(folder, 'blob');
  await downloadBlob(client, web, blob, target);
  expect((await readFile(target)).equals(content)).toBe(true);
});

test('a registry that restarts during an upload gets the blob', async (context) => {
  const folder = await makeFolder();
  await using registry = await orSkip(context, startDistribution({ folder }));
  await using client = await chunked();
  const web = { host: registry.address, repository: 'charts/web' };
  const whole = bytesBlob(content);
  let reads = 0;
  let restarted: Promise<void> | undefined;
  const blob = {
    ...whole,
    read: (start: number, end: number) => {
      if (++reads === 4) restarted = registry.restart();
      return whole.read(start, end);
    },
  };
  await pushBlob(client, web, blob);
  await restarted;
  expect(await hasBlob(client, web, blob)).toBe(true);
});
