import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from '@helm-charts/oci';
import { printReport } from '@helm-charts/pipeline';
import { type OciRegistry, startOciRegistry } from '@helm-charts/testing/registries';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scanTar } from '../archive/scan-tar.ts';
import { pushImage, pushPlatforms } from '../testing/image.ts';
import { makeShop, shopRoot } from '../testing/shop.ts';
import { bundle, type ImageOptions } from './bundle.ts';
import { completeName } from './image-name.ts';
import { loadBundle } from './load.ts';
import { openBundle } from './open.ts';

let folder: string;
let shop: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'images-test-'));
  shop = await makeShop(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const amd64 = { os: 'linux', architecture: 'amd64' };
const arm64 = { os: 'linux', architecture: 'arm64' };

/** A registry with the images of the profile: one for two platforms, and one for nobody knows which. */
const startMirror = async (): Promise<OciRegistry> => {
  const registry = await startOciRegistry();
  await using client = await openClient({ plainHttp: true });
  const at = (repository: string, tag: string) => ({ host: registry.address, repository, tag });
  await pushPlatforms(client, at('mirror/library/redis', '7.4'), [amd64, arm64]);
  await pushImage(client, at('mirror/shop/web', '1.0.0'), 'web');
  return registry;
};

const bundling = async (
  registry: OciRegistry,
  options: ImageOptions = {},
  output = join(folder, 'images.tar'),
): Promise<string> => {
  const images = { registry: `oci://${registry.address}/mirror`, ...options };
  const project = { workspace: shop, root: shopRoot };
  const report = await bundle(project, { output, plainHttp: true, images });
  return printReport(report)
    .replaceAll(registry.address, 'HOST')
    .replaceAll(/sha256:\w{64}/g, 'DIGEST');
};

const loading = async ({ address }: OciRegistry): Promise<string> =>
  printReport(
    await loadBundle(join(folder, 'images.tar'), {
      registry: `oci://${address}/site`,
      plainHttp: true,
    }),
  )
    .replaceAll(address, 'HOST')
    .replaceAll(/sha256:\w{64}/g, 'DIGEST');

test('images come with all platforms, and go to where a mirror has them', async () => {
  await using mirror = await startMirror();
  expect(await bundling(mirror)).toContain('2 images listed, 2 contained');
  await bundling(mirror, {}, join(folder, 'again.tar'));
  const again = await readFile(join(folder, 'again.tar'));
  expect(again.equals(await readFile(join(folder, 'images.tar')))).toBe(true);
  await using target = await startOciRegistry();
  expect(await loading(target)).toMatchInlineSnapshot(`
    "pushed    oci://HOST/site/charts/db:1.0.0@DIGEST
    pushed    oci://HOST/site/charts/web:1.0.0@DIGEST
    pushed    oci://HOST/site/library/redis:7.4@DIGEST
    pushed    oci://HOST/site/shop/web:1.0.0@DIGEST
    pushed    oci://HOST/site/shop:2.0.0@DIGEST
    bundle load: pushed 5 artifacts to oci://HOST/site, 0 unchanged
    "
  `);
  const digest = mirror.tags.get('mirror/library/redis:7.4');
  expect(target.tags.get('site/library/redis:7.4')).toBe(digest);
  expect(target.tags.get('site/shop/web:1.0.0')).toBe(mirror.tags.get('mirror/shop/web:1.0.0'));
  expect([...target.blobs.keys()].toSorted()).toEqual(
    expect.arrayContaining([...mirror.blobs.keys()]),
  );
  expect(await loading(target)).toContain('pushed 0 artifacts');
});

test('of one platform, an image has the digest of its manifest, and the lock that of the index, too', async () => {
  await using mirror = await startMirror();
  await bundling(mirror, { platform: arm64 });
  const { value } = await openBundle(join(folder, 'images.tar'), 'a.tar');
  const [redis] = value?.lockedImages ?? [];
  const entries = (await scanTar(join(folder, 'images.tar'))).value ?? [];
  const { offset = 0, size = 0 } = entries.find(({ path }) => path === 'sbom.cdx.json') ?? {};
  const sbom = (await readFile(join(folder, 'images.tar'))).subarray(offset, offset + size);
  expect(`${sbom}`).toContain(`pkg:oci/redis@${encodeURIComponent(redis?.digest ?? '')}`);
  expect(redis?.digest).toBe(mirror.tags.get('mirror/library/redis:7.4'));
  expect(Object.keys(redis?.platforms ?? {})).toEqual(['linux/amd64', 'linux/arm64']);
  await using target = await startOciRegistry();
  await loading(target);
  expect(target.tags.get('site/library/redis:7.4')).toBe(redis?.platforms['linux/arm64']);
  expect([...target.blobs.values()].map(String)).not.toContain(JSON.stringify(amd64));
});

test('a platform that an image has not, and an image that the registry has not, are refused', async () => {
  await using mirror = await startMirror();
  expect(
    await bundling(mirror, { platform: { ...amd64, architecture: 's390x' } }),
  ).toMatchInlineSnapshot(`
    "error docker.io/library/redis:7.4: the image has no manifest for linux/s390x; choose another platform, or leave out --platform. [bundle]
    bundle: failed (exit code 2)
    "
  `);
  mirror.tags.clear();
  expect(await bundling(mirror)).toMatchInlineSnapshot(`
    "error oci://HOST/mirror/library/redis:7.4: HOST does not have it; correct the name, the tag or the digest. [registry]
    error oci://HOST/mirror/shop/web:1.0.0: HOST does not have it; correct the name, the tag or the digest. [registry]
    bundle: failed (exit code 4)
    "
  `);
});

test('another image under the same tag is refused, before anything is written', async () => {
  await using mirror = await startMirror();
  await bundling(mirror);
  await using target = await startOciRegistry();
  await using client = await openClient({ plainHttp: true });
  const reference = { host: target.address, repository: 'site/library/redis', tag: '7.4' };
  await pushImage(client, reference, 'another');
  const before = target.asked().length;
  expect(await loading(target)).toMatchInlineSnapshot(`
    "error oci://HOST/site/library/redis:7.4: the registry has DIGEST under this tag, and the bundle has DIGEST; delete the tag in the registry if nothing needs it, or load into another folder. [bundle]
    bundle load: failed (exit code 4)
    "
  `);
  expect(
    target
      .asked()
      .slice(before)
      .filter((one) => !one.startsWith('HEAD')),
  ).toEqual([]);
});

test('content that the registry changes while it is copied is refused, and no file is left', async () => {
  await using mirror = await startMirror();
  for (const [digest, content] of mirror.blobs)
    if (`${content}` === 'web') mirror.blobs.set(digest, Buffer.from('bad'));
  const output = join(folder, 'bad.tar');
  expect(await bundling(mirror, {}, output)).toMatchInlineSnapshot(`
    "error oci://HOST/mirror/shop/web@DIGEST: HOST sends content of another digest, DIGEST in place of DIGEST; check the address, and tell the operator of the registry. [registry]
    bundle: failed (exit code 4)
    "
  `);
  await expect(readFile(output)).rejects.toMatchObject({ code: 'ENOENT' });
});

test.for([
  ['redis', 'docker.io/library/redis'],
  ['redis:7.4', 'docker.io/library/redis:7.4'],
  ['edoburu/pgbouncer:v1', 'docker.io/edoburu/pgbouncer:v1'],
  ['ghcr.io/a/b:c', 'ghcr.io/a/b:c'],
  ['localhost/a', 'localhost/a'],
  ['host:5000/a', 'host:5000/a'],
] as const)('the image %s is %s', ([image, name]) => {
  expect(completeName(image)).toBe(name);
});
