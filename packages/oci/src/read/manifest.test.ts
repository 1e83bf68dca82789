import { startOciRegistry } from '@helm-charts/testing/registries';
import { expect, test } from 'vitest';
import { digestOf } from '../reference/digest.ts';
import { artifactOf, problemIn, quickClient, repositoryOn, said } from '../testing/client.ts';
import { pushBlob } from '../write/blob.ts';
import { manifestSource, putManifest } from '../write/manifest.ts';
import { pushOnce } from '../write/push.ts';
import { putReferrer } from '../write/referrer.ts';
import { getManifest, headManifest } from './manifest.ts';
import { getImage } from './platform.ts';
import { listReferrers, referrersTag } from './referrers.ts';
import { listTags } from './tags.ts';

const html = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><p>Log in.',
};

test('a manifest is read by its tag and by its digest, and only a 404 means absent', async () => {
  let trouble: unknown;
  await using registry = await startOciRegistry({ trouble: () => trouble as 500 });
  await using client = await quickClient();
  const web = repositoryOn(registry);
  const artifact = artifactOf('layer');
  const { manifest } = await pushOnce(client, { ...web, tag: '1.0.0' }, artifact);
  expect(await headManifest(client, { ...web, tag: '1.0.0' })).toEqual(manifest);
  const byTag = await getManifest(client, { ...web, tag: '1.0.0' });
  expect(byTag.bytes).toEqual(artifact.manifest.bytes);
  expect(await getManifest(client, { ...web, digest: manifest.digest })).toEqual(byTag);
  expect(await headManifest(client, { ...web, tag: '9.9.9' })).toBeUndefined();
  expect(
    said(await problemIn(getManifest(client, { ...web, tag: '9.9.9' }))),
  ).toMatchInlineSnapshot(
    `"absent: HOST does not have it; correct the name, the tag or the digest"`,
  );
  for (trouble of [401, 403, 500, 410, html, { ...html, status: 404 }])
    expect((await problemIn(headManifest(client, { ...web, tag: '9.9.9' }))).kind).not.toBe(
      'absent',
    );
});

test('content of another digest, a web page and half of a manifest are no manifest', async () => {
  let trouble: unknown;
  await using registry = await startOciRegistry({ trouble: () => trouble as 500 });
  await using client = await quickClient();
  const web = repositoryOn(registry);
  const { manifest } = await pushOnce(client, { ...web, tag: '1.0.0' }, artifactOf('layer'));
  const other = {
    status: 200,
    body: '{}',
    headers: { 'docker-content-digest': digestOf('other') },
  };
  const sayings: string[] = [];
  for (trouble of [other, { status: 200, body: '{}' }, html, 'half'])
    for (const named of [{ tag: '1.0.0' }, { digest: manifest.digest }])
      sayings.push(said(await problemIn(getManifest(client, { ...web, ...named }))));
  trouble = { ...other, headers: { ...other.headers, 'content-length': '2' } };
  sayings.push(said(await problemIn(headManifest(client, { ...web, digest: manifest.digest }))));
  expect(sayings.every((one) => one.startsWith('broken: '))).toBe(true);
  expect(
    [...new Set(sayings)].map((one) => one.replaceAll(/sha256:\w{64}/g, 'DIGEST')),
  ).toMatchInlineSnapshot(`
    [
      "broken: HOST answers with content of another digest, DIGEST; check the address, and tell the operator of the registry",
      "broken: HOST answers with something that is no manifest; check the address, and tell the operator of the registry",
      "broken: HOST answers with a web page, so it is no registry, or a proxy answers in its place (HTTP 200); check the address and the proxy",
      "broken: HOST answers with content of another digest, DIGEST; check the address, and tell the operator of the registry",
      "broken: HOST answers with content of another digest, DIGEST; check the address, and tell the operator of the registry",
    ]
  `);
});

test('all pages of tags are read, and none of another host', async () => {
  await using registry = await startOciRegistry({ pageSize: 2 });
  await using client = await quickClient();
  const web = repositoryOn(registry);
  const tags = ['1.0.0', '1.0.1', '1.1.0', '2.0.0', '3.0.0'];
  for (const tag of tags) await pushOnce(client, { ...web, tag }, artifactOf('layer'));
  expect(await listTags(client, web)).toEqual(tags);
  expect(registry.asked().filter((one) => one.endsWith('/tags/list'))).toHaveLength(3);
  const problem = await problemIn(listTags(client, repositoryOn(registry, 'nope')));
  expect(problem).toMatchObject({ kind: 'absent', target: `oci://${registry.address}/nope` });
});

test('a registry that always answers with the same page does not hang the client', async () => {
  const page = {
    status: 200,
    body: '{"tags":["a"]}',
    headers: { link: '</v2/charts/web/tags/list?n=1>; rel="next"' },
  };
  await using registry = await startOciRegistry({ trouble: () => page });
  await using client = await quickClient();
  expect(await listTags(client, repositoryOn(registry))).toEqual(['a', 'a']);
});

test('an index has a manifest for each platform', async () => {
  await using registry = await startOciRegistry();
  await using client = await quickClient();
  const web = repositoryOn(registry);
  const [amd, arm] = [artifactOf('amd'), artifactOf('arm')];
  const platforms = [];
  for (const [architecture, { manifest, blobs }] of [
    ['amd64', amd],
    ['arm64', arm],
  ] as const) {
    await pushOnce(client, { ...web, tag: architecture }, { manifest, blobs });
    const descriptor = await putManifest(client, web, manifest);
    platforms.push({ ...descriptor, platform: { os: 'linux', architecture } });
  }
  const index = manifestSource({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: platforms,
  });
  await putManifest(client, { ...web, tag: 'all' }, index);
  const all = { ...web, tag: 'all' };
  expect((await getImage(client, all)).bytes).toEqual(amd.manifest.bytes);
  expect((await getImage(client, all, { os: 'linux', architecture: 'arm64' })).bytes).toEqual(
    arm.manifest.bytes,
  );
  expect((await getImage(client, { ...web, tag: 'amd64' })).bytes).toEqual(amd.manifest.bytes);
  const problem = await problemIn(getImage(client, all, { os: 'windows', architecture: 'amd64' }));
  expect(said(problem)).toMatchInlineSnapshot(
    `"absent: the image has no manifest for windows/amd64, only for linux/amd64, linux/arm64; name a platform that it has"`,
  );
});

test.each([true, false])(
  'referrers are found with the API (%s) or with the tag',
  async (hasReferrers) => {
    await using registry = await startOciRegistry({ hasReferrers });
    await using client = await quickClient();
    const web = repositoryOn(registry);
    const { manifest: subject } = await pushOnce(
      client,
      { ...web, tag: '1.0.0' },
      artifactOf('layer'),
    );
    expect(await listReferrers(client, web, subject.digest)).toEqual([]);
    const artifactType = 'application/vnd.example.signature';
    const { blobs, manifest } = artifactOf('signature');
    const content = JSON.parse(manifest.bytes.toString());
    const signature = { ...content, artifactType, subject };
    for (const blob of blobs) await pushBlob(client, web, blob);
    const descriptor = await putReferrer(client, web, signature);
    expect(await putReferrer(client, web, signature)).toEqual(descriptor);
    const tag = referrersTag(subject.digest);
    expect(registry.tags.has(`charts/web:${tag}`)).toBe(!hasReferrers);
    expect(await listReferrers(client, web, subject.digest, artifactType)).toEqual([descriptor]);
    expect(await listReferrers(client, web, subject.digest, 'other')).toEqual([]);
  },
);
