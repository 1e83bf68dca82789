import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bytesBlob,
  type Client,
  type Digest,
  descriptorOf,
  manifestSource,
  mediaTypes,
  openClient,
  pushBlob,
  putManifest,
  type Repository,
} from '@helm-charts/oci';
import { printReport } from '@helm-charts/pipeline';
import { startOciRegistry } from '@helm-charts/testing/registries';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { push } from '../push/push.ts';
import { payloadBlob, payloadOf, payloadType, signatureAnnotation } from '../sign/payload.ts';
import { findSignature } from '../sign/signature.ts';
import { trustKeys } from '../sign/trust.ts';
import { makeShop, shopRoot } from '../testing/shop.ts';
import { bundle } from './bundle.ts';
import { loadBundle } from './load.ts';
import { verifyBundle } from './verify.ts';

const pair = () =>
  generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const [own, other] = [pair(), pair()];

let folder: string;
let shop: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signatures-test-'));
  shop = await makeShop(folder);
  await writeFile(join(folder, 'own.pub'), own.publicKey);
  await writeFile(join(folder, 'other.pub'), other.publicKey);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Signs a manifest as cosign does; what is signed may be the digest of another one. */
const signAt = async (
  client: Client,
  repository: Repository,
  digest: Digest,
  about: Digest = digest,
  key = own.privateKey,
): Promise<void> => {
  const signature = sign('sha256', payloadOf(repository, about), key);
  const [config, payload] = [bytesBlob('{}'), payloadBlob(repository, about)];
  for (const blob of [config, payload]) await pushBlob(client, repository, blob);
  const annotations = { [signatureAnnotation]: signature.toString('base64') };
  const manifest = manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptorOf(config, 'application/vnd.oci.image.config.v1+json'),
    layers: [descriptorOf(payload, payloadType, annotations)],
  });
  await putManifest(client, { ...repository, tag: `${digest.replace(':', '-')}.sig` }, manifest);
};

/** A bundle of artifacts from a registry, some of which are signed; a signature of db may be one of web. */
const signedBundle = async (signed: readonly string[], isSwapped = false): Promise<string> => {
  await using registry = await startOciRegistry();
  const address = `oci://${registry.address}/site`;
  await push(shop, ['charts/db', 'charts/web', shopRoot], { registry: address, plainHttp: true });
  await rm(join(shop, 'release.lock.json'));
  await using client = await openClient({ plainHttp: true });
  const digestOf = (name: string) => registry.tags.get(`site/${name}`) as Digest;
  for (const name of signed) {
    const repository = { host: registry.address, repository: `site/${name.split(':')[0]}` };
    const about =
      isSwapped && name === 'charts/db:1.0.0' ? digestOf('charts/web:1.0.0') : undefined;
    await signAt(client, repository, digestOf(name), about);
  }
  const output = join(folder, 'signed.tar');
  await bundle({ workspace: shop, root: shopRoot }, { output, registry: address, plainHttp: true });
  return output;
};

const all = ['charts/db:1.0.0', 'charts/web:1.0.0', 'shop:2.0.0'];

const verifying = async (file: string, key: string): Promise<string> =>
  printReport(await verifyBundle(file, { keys: [join(folder, key)] })).replace(
    /[^ ]*\/signed/g,
    'signed',
  );

test('charts and profile are verified with the public key, and with no other', async () => {
  const file = await signedBundle(all);
  expect(await verifying(file, 'own.pub')).toMatchInlineSnapshot(`
    "shop 2.0.0, 2 charts, signatures and attestations: 3
    2 images listed, 0 contained
    charts and profile are signed
    rendered without a network: 2 releases, 13 manifests, 0 findings
    bundle verify: signed.tar is complete
    "
  `);
  expect(await verifying(file, 'other.pub')).toMatchInlineSnapshot(`
    "error charts/db:1.0.0: none of its signatures in the bundle is one of the key; do not load it, unless it was signed with another key: then name that one. [bundle]
    error charts/web:1.0.0: none of its signatures in the bundle is one of the key; do not load it, unless it was signed with another key: then name that one. [bundle]
    error shop:2.0.0: none of its signatures in the bundle is one of the key; do not load it, unless it was signed with another key: then name that one. [bundle]
    bundle verify: failed (exit code 1)
    "
  `);
});

test('what has no signature, or one of something else, is refused', async () => {
  const file = await signedBundle(all.slice(0, 2), true);
  expect(await verifying(file, 'own.pub')).toMatchInlineSnapshot(`
    "error charts/db:1.0.0: none of its signatures in the bundle is one of the key; do not load it, unless it was signed with another key: then name that one. [bundle]
    error shop:2.0.0: the bundle has no signature of it; make the bundle with --registry and the registry that has its signature. [bundle]
    bundle verify: failed (exit code 1)
    "
  `);
});

test('signatures of another key that the registry has stay beside those of the bundle', async () => {
  const file = await signedBundle(all);
  await using registry = await startOciRegistry();
  const options = { registry: `oci://${registry.address}/site`, plainHttp: true };
  expect((await loadBundle(file, options)).exitCode).toBe(0);
  await using client = await openClient({ plainHttp: true });
  const digest = registry.tags.get('site/shop:2.0.0') as Digest;
  const repository = { host: registry.address, repository: 'site/shop' };
  await signAt(client, repository, digest, digest, other.privateKey);
  const isSigned = async (key: string) =>
    (await findSignature(client, repository, digest, trustKeys([createPublicKey(key)]))).isSigned;
  expect([await isSigned(own.publicKey), await isSigned(other.publicKey)]).toEqual([false, true]);
  expect((await loadBundle(file, options)).summary).toContain('pushed 1 artifact');
  expect([await isSigned(own.publicKey), await isSigned(other.publicKey)]).toEqual([true, true]);
  expect((await loadBundle(file, options)).summary).toContain('pushed 0 artifacts');
});

test('a key that is none is refused before the bundle is read', async () => {
  await writeFile(join(folder, 'none.pub'), 'a');
  expect(
    (await verifyBundle(join(folder, 'nothing.tar'), { keys: [join(folder, 'none.pub')] }))
      .exitCode,
  ).toBe(2);
});
