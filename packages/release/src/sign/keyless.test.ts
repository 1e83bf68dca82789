import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printReport } from '@helm-charts/pipeline';
import { type OciRegistry, startOciRegistry } from '@helm-charts/testing/registries';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PushOptions, push } from '../push/push.ts';
import { type KeyFiles, writeKeys } from '../testing/keys.ts';
import { repositoryIn, roots } from '../testing/repository.ts';
import { type Sigstore, startSigstore, tokenOf } from '../testing/sigstore.ts';
import type { VerifyOptions } from '../verify/options.ts';
import { verify } from '../verify/verify.ts';

const [identity, issuer] = ['release@example.com', 'https://issuer.example.com'];

let folder: string;
let sigstore: Sigstore;
let registry: OciRegistry;
let workspace: string;
let keys: KeyFiles;
let identityTokenFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyless-'));
  sigstore = await startSigstore(folder);
  registry = await startOciRegistry();
  workspace = await repositoryIn(folder);
  keys = await writeKeys(folder, 'one');
  identityTokenFile = join(folder, 'token');
  await writeFile(identityTokenFile, `${tokenOf(identity, issuer)}\n`);
  expect(await pushing()).toContain('signed 3\n');
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await sigstore[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const connection = () => ({ registry: `oci://${registry.address}/site`, plainHttp: true });

const pushing = async (options: Partial<PushOptions> = {}): Promise<string> => {
  const keyless = { fulcio: sigstore.url, rekor: sigstore.url, identityTokenFile };
  const report = await push(workspace, roots, {
    ...{ ...connection(), release: 'a', ...keyless, ...options },
  });
  return printReport(report).replaceAll(sigstore.url, 'SIGSTORE').replaceAll(folder, 'FOLDER');
};

const verifying = async (options: Partial<VerifyOptions> = {}): Promise<number> => {
  const { trustedRoot } = sigstore;
  const all = { ...connection(), keys: [], identity, issuer, trustedRoot, release: 'a' };
  return (await verify(workspace, [], { ...all, ...options })).exitCode;
};

test('what was signed without a key is verified by the identity', async () => {
  expect(await verifying()).toBe(0);
  expect(await pushing()).toContain('signed 0\n');
});

test('another identity, issuer, authority or log is refused', async () => {
  const elsewhere = await mkdtemp(join(folder, 'other-'));
  await using other = await startSigstore(elsewhere);
  expect(await verifying({ identity: 'someone@example.com' })).toBe(1);
  // The library would take it as a pattern.
  expect(await verifying({ identity: 'release@example.co.' })).toBe(1);
  expect(await verifying({ issuer: 'https://issuer.example.org' })).toBe(1);
  expect(await verifying({ trustedRoot: other.trustedRoot })).toBe(1);
});

test('one byte that is changed in anything that the registry stores is found', async () => {
  const { manifests, blobs } = registry;
  const flipped = (bytes: Buffer): Buffer => {
    const changed = Buffer.from(bytes);
    changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1;
    return changed;
  };
  for (const [key, stored] of [...manifests]) {
    manifests.set(key, { ...stored, body: flipped(stored.body) });
    expect(await verifying(), key).toBeGreaterThan(0);
    manifests.set(key, stored);
  }
  for (const [digest, stored] of [...blobs]) {
    blobs.set(digest, flipped(stored));
    expect(await verifying(), digest).toBeGreaterThan(0);
    blobs.set(digest, stored);
  }
  expect(await verifying()).toBe(0);
});

test('a key signs beside the identity, and each is verified alone', async () => {
  const without = { fulcio: undefined, rekor: undefined, identityTokenFile: undefined };
  expect(await pushing({ ...without, signKey: keys.privateKey })).toContain('signed 3\n');
  const byKey = { identity: undefined, issuer: undefined, trustedRoot: undefined };
  expect(await verifying({ ...byKey, keys: [keys.publicKey] })).toBe(0);
  expect(await verifying()).toBe(0);
  expect(await verifying({ keys: [keys.publicKey] })).toBe(2);
  expect(await verifying({ issuer: undefined })).toBe(2);
});

test('servers that refuse or are away, and options that are missing, are said without the token', async () => {
  await writeFile(join(folder, 'none'), 'no token');
  await using broken = await startSigstore(await mkdtemp(join(folder, 'broken-')), (path) =>
    path.includes('signingCert') ? 403 : undefined,
  );
  await using noLog = await startSigstore(await mkdtemp(join(folder, 'log-')), (path) =>
    path.includes('log') ? 400 : undefined,
  );
  await using empty = await startOciRegistry();
  const elsewhere = { registry: `oci://${empty.address}/site` };
  const said = [
    await pushing({ ...elsewhere, fulcio: broken.url }),
    await pushing({ ...elsewhere, rekor: noLog.url }),
    await pushing({ ...elsewhere, fulcio: 'http://127.0.0.1:1' }),
    await pushing({ ...elsewhere, fulcio: 'fulcio' }),
    await pushing({ ...elsewhere, rekor: undefined }),
    await pushing({ ...elsewhere, signKey: keys.privateKey }),
    await pushing({ ...elsewhere, identityTokenFile: join(folder, 'none') }),
  ].map((text) => text.replaceAll(broken.url, 'BROKEN').replaceAll(noLog.url, 'NO-LOG'));
  expect(said.join('')).not.toContain(tokenOf(identity, issuer));
  expect(said.join('')).toMatchInlineSnapshot(`
    "error BROKEN: it has not issued a certificate: HTTP 403; check --fulcio, and that the token is fresh and for this Fulcio. [sign]
    push: failed (exit code 4)
    error NO-LOG: it has not recorded the signature: HTTP 400; check --rekor. [sign]
    push: failed (exit code 4)
    error http://127.0.0.1:1: it has not issued a certificate, since it can't be reached; check --fulcio, and that the token is fresh and for this Fulcio. [sign]
    push: failed (exit code 3)
    error --fulcio: "fulcio" is no address; write it like https://fulcio.example.com. [sign]
    push: failed (exit code 2)
    error --rekor: signing without a key needs it; name it, too. [sign]
    push: failed (exit code 2)
    error --fulcio: a key is there, too; name one of them. [sign]
    push: failed (exit code 2)
    error FOLDER/none: it contains no token of OpenID Connect; write a JWT into it. [sign]
    push: failed (exit code 2)
    "
  `);
  expect([...empty.tags.keys()]).toEqual([]);
});
