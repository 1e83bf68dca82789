import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOciRegistry } from '@helm-charts/testing/registries';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { push } from '../push/push.ts';
import { type SignedSite, startSignedSite } from '../testing/signed-site.ts';
import { verify } from './verify.ts';

let site: SignedSite;
beforeAll(async () => {
  site = await startSignedSite();
});
afterAll(() => site[Symbol.asyncDispose]());

test('everything in the lock is verified, and so is a release by its name', async () => {
  const verified = await site.verifying();
  expect(verified).toMatchInlineSnapshot(`
    "verified  oci://HOST/site/charts/api:1.0.0 DIGEST
    verified  oci://HOST/site/charts/web:1.0.0 DIGEST
    verify: 2 of 2 artifacts verified
    "
  `);
  expect(await site.verifying({ release: 'a' })).toBe(verified);
});

test('references are verified without a lock', async () => {
  const at = (path: string) => `oci://${site.registry.address}/site/${path}`;
  expect(
    await site.verifying({}, [at('charts/web:1.0.0'), at('releases:a')]),
  ).toMatchInlineSnapshot(`
    "verified  oci://HOST/site/charts/web:1.0.0
    verified  oci://HOST/site/releases:a
    verify: 2 of 2 artifacts verified
    "
  `);
  expect(
    await site.verifying({}, [at('charts/web'), at('charts/no:1.0.0')]),
  ).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/web: it has neither a tag nor a digest; write its version, like oci://registry.example.com/charts/web:1.0.0. [verify]
    verify: failed (exit code 2)
    "
  `);
  expect(await site.verifying({}, [at('charts/no:1.0.0')])).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/no:1.0.0: HOST does not have it; correct the name, the tag or the digest. [registry]
    verify: 0 of 1 artifact verified (exit code 1)
    "
  `);
});

test('a push of what is signed writes nothing, and asks for each signature and attestation once', async () => {
  const before = site.registry.asked().length;
  expect(await site.pushing({ signKey: site.keys.privateKey })).toContain('signed 0\n');
  const asked = site.registry.asked().slice(before);
  expect(asked.map((one) => one.replaceAll(/-\w{64}/g, '-HEX'))).toMatchInlineSnapshot(`
    [
      "HEAD /v2/site/charts/api/manifests/1.0.0",
      "HEAD /v2/site/charts/web/manifests/1.0.0",
      "GET /v2/site/charts/api/manifests/sha256-HEX.sig",
      "GET /v2/site/charts/web/manifests/sha256-HEX.sig",
      "HEAD /v2/site/charts/api/manifests/sha256-HEX.att",
      "HEAD /v2/site/charts/web/manifests/sha256-HEX.att",
      "HEAD /v2/site/releases/manifests/a",
      "GET /v2/site/releases/manifests/sha256-HEX.sig",
    ]
  `);
  const withoutKey = site.registry.asked().length;
  await site.pushing({});
  expect(site.registry.asked()).toHaveLength(withoutKey + 3);
});

test('only the right key verifies, and one of several is enough', async () => {
  const said = await site.verifying({ keys: [site.otherKeys.publicKey] });
  expect(said).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/api:1.0.0: none of its signatures is one of the key; name the key that it was signed with; if it was this one, someone else has changed the artifact or its signature. [verify]
    error oci://HOST/site/charts/api:1.0.0: it has no SBOM that is signed with the key; name the key that it was signed with; if it was this one, someone else has changed it. [verify]
    error oci://HOST/site/charts/api:1.0.0: it has no SLSA provenance that is signed with the key; name the key that it was signed with; if it was this one, someone else has changed it. [verify]
    error oci://HOST/site/charts/web:1.0.0: none of its signatures is one of the key; name the key that it was signed with; if it was this one, someone else has changed the artifact or its signature. [verify]
    error oci://HOST/site/charts/web:1.0.0: it has no SBOM that is signed with the key; name the key that it was signed with; if it was this one, someone else has changed it. [verify]
    error oci://HOST/site/charts/web:1.0.0: it has no SLSA provenance that is signed with the key; name the key that it was signed with; if it was this one, someone else has changed it. [verify]
    verify: 0 of 2 artifacts verified (exit code 1)
    "
  `);
  expect(await site.verifying({ keys: [site.otherKeys.publicKey, site.keys.publicKey] })).toBe(
    await site.verifying(),
  );
});

test('a missing lock, an empty one and sources that exclude each other are refused', async () => {
  const empty = join(site.folder, 'empty.json');
  await writeFile(empty, '{"charts":[],"profiles":[]}');
  const said = [
    await site.verifying({ lock: join(site.folder, 'absent.json') }),
    await site.verifying({ lock: empty }),
    await site.verifying({ lock: empty, release: 'a' }),
    await site.verifying({ keys: [] }),
    await site.verifying({ registry: undefined }),
    await site.verifying({ registry: 'oci://registry.example.com/site:1' }),
    await site.verifying({ release: 'a b' }),
    await site.verifying({ release: 'absent' }),
  ];
  expect(said.join('')).toMatchInlineSnapshot(`
    "error FOLDER/absent.json: the lock can't be read; correct --lock, or name references, or a release with --release. [verify]
    verify: failed (exit code 3)
    error oci://HOST/site: the lock has no artifact; name the lock or the release that you want to verify. [verify]
    verify: failed (exit code 2)
    error a: references, --lock and --release do not go together; name one of them. [verify]
    verify: failed (exit code 2)
    error --key: the public key is missing; name a PEM file with BEGIN PUBLIC KEY. [verify]
    verify: failed (exit code 2)
    error --registry: the address of the registry is missing; write --registry oci://registry.example.com/site. [verify]
    verify: failed (exit code 2)
    error oci://registry.example.com/site:1: it has a tag or a digest, and those come from the versions; name the registry and a folder: oci://registry.example.com/site. [verify]
    verify: failed (exit code 2)
    error oci://HOST/site/releases:a b: "a b" is no tag; write up to 128 letters, digits, dots, hyphens and underscores, like 1.0.0. [reference]
    verify: failed (exit code 2)
    error oci://HOST/site/releases:absent: HOST does not have it; correct the name, the tag or the digest. [registry]
    verify: failed (exit code 1)
    "
  `);
});

test('a push that fails at any write tags nothing that is not signed, and the next one completes it', async () => {
  const options = { plainHttp: true, signKey: site.keys.privateKey, release: undefined };
  const root = ['charts/web'];
  for (let failing = 1; ; failing++) {
    let seen = 0;
    await using broken = await startOciRegistry({
      trouble: (_, { method }) =>
        /^(?:PUT|POST|PATCH)$/.test(method) && ++seen === failing ? 403 : undefined,
    });
    const at = `oci://${broken.address}/site`;
    const { exitCode } = await push(site.workspace, root, { ...options, registry: at });
    const verified = async (): Promise<number> => {
      const web = [`${at}/charts/web:1.0.0`];
      return (await verify(site.workspace, web, { keys: [site.keys.publicKey], plainHttp: true }))
        .exitCode;
    };
    if (exitCode === 0) {
      expect(failing).toBeGreaterThan(15);
      break;
    }
    expect(exitCode).toBe(4);
    if (broken.tags.has('site/charts/web:1.0.0')) expect(await verified()).toBe(0);
    const again = await push(site.workspace, root, { ...options, registry: at });
    expect([again.exitCode, await verified()]).toEqual([0, 0]);
  }
});

test('a rotated key signs beside the one before', async () => {
  expect(await site.pushing({ signKey: site.otherKeys.privateKey })).toContain('0 artifacts');
  for (const key of [site.keys, site.otherKeys]) {
    expect(await site.verifying({ keys: [key.publicKey] })).not.toContain('exit code');
  }
});
