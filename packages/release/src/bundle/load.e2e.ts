import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import {
  getManifest,
  headManifest,
  listReferrers,
  manifestSource,
  mediaTypes,
  openClient,
  putReferrer,
} from '@helm-charts/oci';
import { printReport } from '@helm-charts/pipeline';
import { startDistribution, startOciRegistry } from '@helm-charts/testing/registries';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { sha256 } from '../archive/archive.ts';
import { push } from '../push/push.ts';
import { pushImage, pushPlatforms } from '../testing/image.ts';
import { makeShop, shopRoot } from '../testing/shop.ts';
import { bundle } from './bundle.ts';
import { loadBundle } from './load.ts';

test('the registry of the CNCF takes a bundle with images and referrers, and helm pulls a chart from it', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'load-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using target = await orSkip(context, startDistribution({ folder }));
  const shop = await makeShop(folder);
  await using source = await startOciRegistry({ hasReferrers: true });
  await using client = await openClient({ plainHttp: true });
  const at = (repository: string, tag: string) => ({ host: source.address, repository, tag });
  const index = await pushPlatforms(client, at('mirror/library/redis', '7.4'), [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
  ]);
  await pushImage(client, at('mirror/shop/web', '1.0.0'), 'web');
  const registry = `oci://${source.address}/site`;
  await push(shop, ['charts/db', 'charts/web', shopRoot], { registry, plainHttp: true });
  await rm(join(shop, 'release.lock.json'));
  const web = at('site/charts/web', '1.0.0');
  const { content, ...released } = await getManifest(client, web);
  if (!('layers' in content)) throw new Error('a chart is no index');
  const { mediaType, digest, size } = released;
  const subject = { mediaType, digest, size };
  const about = { ...content, mediaType: mediaTypes.manifest, subject };
  await putReferrer(client, { host: source.address, repository: web.repository }, about);

  const output = join(folder, 'shop.tar');
  const images = { registry: `oci://${source.address}/mirror` };
  const made = await bundle(
    { workspace: shop, root: shopRoot },
    { output, registry, images, plainHttp: true },
  );
  expect(printReport(made)).toContain('signatures and attestations: 1');
  const load = () =>
    loadBundle(output, { registry: `oci://${target.address}/site`, plainHttp: true });
  expect((await load()).summary).toContain('pushed 6 artifacts');
  expect((await load()).summary).toContain('pushed 0 artifacts to');

  const there = (repository: string, tag: string) => ({
    ...at(repository, tag),
    host: target.address,
  });
  expect((await headManifest(client, there('site/library/redis', '7.4')))?.digest).toBe(
    index.digest,
  );
  expect((await headManifest(client, there('site/charts/web', '1.0.0')))?.digest).toBe(digest);
  const referrers = await listReferrers(client, { ...web, host: target.address }, digest);
  expect(referrers.map((one) => one.digest)).toEqual([sha256(manifestSource(about).bytes)]);
  const { path } = await findTool('helm');
  const args = ['pull', `oci://${target.address}/site/charts/web`, '--plain-http'];
  await promisify(execFile)(path, [...args, '--destination', folder], {
    env: { PATH: process.env.PATH, HOME: folder },
  });
  const pulled = await readFile(join(folder, 'web-1.0.0.tgz'));
  expect(sha256(pulled)).toBe(content.layers[0]?.digest);
});
