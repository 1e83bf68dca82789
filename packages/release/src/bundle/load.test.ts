import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bytesBlob,
  descriptorOf,
  listReferrers,
  manifestSource,
  mediaTypes,
  openClient,
  pushBlob,
  putManifest,
} from '@helm-charts/oci';
import { printReport } from '@helm-charts/pipeline';
import { type OciRegistry, startOciRegistry } from '@helm-charts/testing/registries';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { push } from '../push/push.ts';
import { makeShop, shopRoot, writeTo } from '../testing/shop.ts';
import { bundle } from './bundle.ts';
import { loadBundle } from './load.ts';

let folder: string;
let shop: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-test-'));
  file = join(folder, 'shop.tar');
  shop = await makeShop(folder);
  await bundle({ workspace: shop, root: shopRoot }, { output: file });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const loading = async (registry: OciRegistry, path = file): Promise<string> =>
  printReport(
    await loadBundle(path, { registry: `oci://${registry.address}/site`, plainHttp: true }),
  )
    .replaceAll(registry.address, 'HOST')
    .replaceAll(/sha256:\w{64}/g, 'DIGEST');

const isWrite = (request: string): boolean => /^(?:PUT|POST|PATCH) /.test(request);

test('a bundle is loaded with its tags last, and loading it again changes nothing', async () => {
  await using registry = await startOciRegistry();
  expect(await loading(registry)).toMatchInlineSnapshot(`
    "pushed    oci://HOST/site/charts/db:1.0.0@DIGEST
    pushed    oci://HOST/site/charts/web:1.0.0@DIGEST
    pushed    oci://HOST/site/shop:2.0.0@DIGEST
    bundle load: pushed 3 artifacts to oci://HOST/site, 0 unchanged
    "
  `);
  const written = registry.asked().filter(isWrite);
  const tags = written.filter((one) => /manifests\/(?!sha256:)/.test(one));
  expect(written.slice(-tags.length)).toEqual(tags);
  expect(tags).toMatchInlineSnapshot(`
    [
      "PUT /v2/site/charts/db/manifests/1.0.0",
      "PUT /v2/site/charts/web/manifests/1.0.0",
      "PUT /v2/site/shop/manifests/2.0.0",
    ]
  `);
  const before = registry.asked().length;
  expect(await loading(registry)).toMatchInlineSnapshot(`
    "unchanged oci://HOST/site/charts/db:1.0.0@DIGEST
    unchanged oci://HOST/site/charts/web:1.0.0@DIGEST
    unchanged oci://HOST/site/shop:2.0.0@DIGEST
    bundle load: pushed 0 artifacts to oci://HOST/site, 3 unchanged
    "
  `);
  expect(registry.asked().slice(before).toSorted()).toMatchInlineSnapshot(`
    [
      "HEAD /v2/site/charts/db/manifests/1.0.0",
      "HEAD /v2/site/charts/web/manifests/1.0.0",
      "HEAD /v2/site/shop/manifests/2.0.0",
    ]
  `);
});

test('a load has the same tags as a push of the same commit', async () => {
  await using loaded = await startOciRegistry();
  await using pushed = await startOciRegistry();
  await loading(loaded);
  await push(shop, ['charts/db', 'charts/web', shopRoot], {
    registry: `oci://${pushed.address}/site`,
    plainHttp: true,
  });
  await rm(join(shop, 'release.lock.json'));
  expect([...loaded.tags].toSorted()).toEqual([...pushed.tags].toSorted());
});

test('a load that fails at any write leaves no half of a tag, and the next one completes it', async () => {
  await using whole = await startOciRegistry();
  await loading(whole);
  const all = [...whole.tags].toSorted();
  const writes = whole.asked().filter(isWrite).length;
  for (let failing = 1; failing <= writes; failing++) {
    let seen = 0;
    let isBroken = true;
    await using registry = await startOciRegistry({
      trouble: (_, { method }) =>
        isBroken && /^(?:PUT|POST|PATCH)$/.test(method ?? '') && ++seen === failing
          ? 403
          : undefined,
    });
    expect(await loading(registry)).toContain('(exit code 4)');
    const profile = [...registry.tags.keys()].some((tag) => tag.includes('/shop:'));
    expect(profile && registry.tags.size < all.length).toBe(false);
    isBroken = false;
    expect(await loading(registry)).not.toContain('exit code');
    expect([...registry.tags].toSorted()).toEqual(all);
  }
});

test('other content under tags that the registry has is refused for all of them, before anything is written', async () => {
  await using registry = await startOciRegistry();
  const other = await makeShop(folder);
  for (const name of ['db', 'web'])
    await writeTo(other, `charts/${name}/values.yaml`, 'image: other:1\n');
  await rm(join(other, '.git'), { recursive: true });
  await push(other, ['charts/db', 'charts/web'], {
    registry: `oci://${registry.address}/site`,
    plainHttp: true,
  });
  const before = registry.asked().filter(isWrite).length;
  expect(await loading(registry)).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/db:1.0.0: the tag 1.0.0 exists with other content: the registry has DIGEST, and this is DIGEST; raise the version. [registry]
    error oci://HOST/site/charts/web:1.0.0: the tag 1.0.0 exists with other content: the registry has DIGEST, and this is DIGEST; raise the version. [registry]
    bundle load: failed (exit code 4)
    "
  `);
  expect(registry.asked().filter(isWrite)).toHaveLength(before);
});

test.for([
  ['with the API for referrers', true],
  ['without it', false],
] as const)(
  'signatures and referrers of released artifacts come into a registry %s',
  async ([, hasReferrers]) => {
    await using source = await startOciRegistry({ hasReferrers: true });
    const registry = `oci://${source.address}/site`;
    await push(shop, ['charts/db', 'charts/web', shopRoot], { registry, plainHttp: true });
    await rm(join(shop, 'release.lock.json'));
    const digest = source.tags.get('site/charts/web:1.0.0') as `sha256:${string}`;
    const web = { host: source.address, repository: 'site/charts/web' };
    await using client = await openClient({ plainHttp: true });
    const [config, layer] = [bytesBlob('{}'), bytesBlob('signed')];
    for (const blob of [config, layer]) await pushBlob(client, web, blob);
    const signature = {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: descriptorOf(config, 'application/vnd.oci.empty.v1+json'),
      layers: [descriptorOf(layer, 'application/vnd.dev.cosign.simplesigning.v1+json')],
    } as const;
    await putManifest(
      client,
      { ...web, tag: `${digest.replace(':', '-')}.sig` },
      manifestSource(signature),
    );
    const subject = { mediaType: mediaTypes.manifest, digest, size: 1 };
    const referrer = manifestSource({ ...signature, artifactType: 'application/example', subject });
    const { digest: attached } = await putManifest(client, web, referrer);
    const output = join(folder, 'signed.tar');
    const made = await bundle(
      { workspace: shop, root: shopRoot },
      { output, registry, plainHttp: true },
    );
    expect(made.details?.[0]).toBe('shop 2.0.0, 2 charts, signatures and attestations: 2');
    await using target = await startOciRegistry({ hasReferrers });
    expect(await loading(target, output)).toContain('pushed 5 artifacts');
    for (const [tag, one] of source.tags) expect(target.tags.get(tag)).toBe(one);
    const there = await listReferrers(client, { ...web, host: target.address }, digest);
    expect(there).toMatchObject([{ digest: attached, artifactType: 'application/example' }]);
    expect(await loading(target, output)).toContain('pushed 0 artifacts');
  },
);

test('what is not released in the registry of the signatures is refused', async () => {
  await using source = await startOciRegistry();
  const report = await bundle(
    { workspace: shop, root: shopRoot },
    { output: join(folder, 'none.tar'), registry: `oci://${source.address}/site`, plainHttp: true },
  );
  expect(printReport(report).replaceAll(source.address, 'HOST')).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/db:1.0.0: it is not released there; run helm-charts push first. [bundle]
    error oci://HOST/site/charts/web:1.0.0: it is not released there; run helm-charts push first. [bundle]
    error oci://HOST/site/shop:2.0.0: it is not released there; run helm-charts push first. [bundle]
    bundle: failed (exit code 2)
    "
  `);
});
