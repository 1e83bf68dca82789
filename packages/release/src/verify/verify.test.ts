import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '@helm-charts/oci';
import { printReport } from '@helm-charts/pipeline';
import { type OciRegistry, startOciRegistry } from '@helm-charts/testing/registries';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PushOptions, push } from '../push/push.ts';
import { type KeyFiles, writeKeys } from '../testing/keys.ts';
import { lockOf, repositoryIn, roots } from '../testing/repository.ts';
import type { VerifyOptions } from './options.ts';
import { verify } from './verify.ts';

let folder: string;
let keys: KeyFiles;
let others: KeyFiles;
let workspace: string;
let registry: OciRegistry;
let lock: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
  [keys, others] = await Promise.all([writeKeys(folder, 'one'), writeKeys(folder, 'two')]);
  workspace = await repositoryIn(folder);
  registry = await startOciRegistry();
  expect(await pushing({ signKey: keys.privateKey })).toContain('signed 3\n');
  lock = await lockOf(workspace);
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const connection = () => ({ registry: `oci://${registry.address}/site`, plainHttp: true });

const hidden = (text: string): string =>
  text
    .replaceAll(registry.address, 'HOST')
    .replaceAll(folder, 'FOLDER')
    .replaceAll(/sha256:\w{64}/g, 'DIGEST');

const pushing = async (options: Partial<PushOptions>): Promise<string> =>
  hidden(printReport(await push(workspace, roots, { ...connection(), release: 'a', ...options })));

const verifying = async (
  options: Partial<VerifyOptions> = {},
  references: readonly string[] = [],
): Promise<string> => {
  const named = references.length > 0 ? { plainHttp: true } : connection();
  const all = { keys: [keys.publicKey], ...named, ...options };
  return hidden(printReport(await verify(workspace, references, all)));
};

test('everything in the lock is verified, and so is a release by its name', async () => {
  const verified = await verifying();
  expect(verified).toMatchInlineSnapshot(`
    "verified  oci://HOST/site/charts/api:1.0.0 DIGEST
    verified  oci://HOST/site/charts/web:1.0.0 DIGEST
    verify: 2 of 2 artifacts verified
    "
  `);
  expect(await verifying({ release: 'a' })).toBe(verified);
});

test('references are verified without a lock', async () => {
  const at = (path: string) => `oci://${registry.address}/site/${path}`;
  expect(await verifying({}, [at('charts/web:1.0.0'), at('releases:a')])).toMatchInlineSnapshot(`
    "verified  oci://HOST/site/charts/web:1.0.0
    verified  oci://HOST/site/releases:a
    verify: 2 of 2 artifacts verified
    "
  `);
  expect(await verifying({}, [at('charts/web'), at('charts/no:1.0.0')])).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/web: it has neither a tag nor a digest; write its version, like oci://registry.example.com/charts/web:1.0.0. [verify]
    verify: failed (exit code 2)
    "
  `);
  expect(await verifying({}, [at('charts/no:1.0.0')])).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/no:1.0.0: HOST does not have it; correct the name, the tag or the digest. [registry]
    verify: 0 of 1 artifact verified (exit code 1)
    "
  `);
});

test('a push of what is signed writes nothing, and asks for each signature and attestation once', async () => {
  const before = registry.asked().length;
  expect(await pushing({ signKey: keys.privateKey })).toContain('signed 0\n');
  const asked = registry.asked().slice(before);
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
  const withoutKey = registry.asked().length;
  await pushing({});
  expect(registry.asked()).toHaveLength(withoutKey + 3);
});

test('only the right key verifies, and one of several is enough', async () => {
  const said = await verifying({ keys: [others.publicKey] });
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
  expect(await verifying({ keys: [others.publicKey, keys.publicKey] })).toBe(await verifying());
});

/** Turns one bit of the byte in the middle. */
const flipped = (bytes: Buffer, at = Math.floor(bytes.length / 2)): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

test('one byte that is changed in anything that the registry stores is found', async () => {
  const { manifests, blobs } = registry;
  expect(manifests.size).toBeGreaterThan(5);
  for (const [key, stored] of [...manifests]) {
    manifests.set(key, { ...stored, body: flipped(stored.body) });
    expect(await verifying({ release: 'a' }), key).toMatch(/\(exit code [14]\)/);
    manifests.set(key, stored);
  }
  for (const [digest, stored] of [...blobs]) {
    blobs.set(digest, flipped(stored));
    expect(await verifying({ release: 'a' }), stored.toString()).toMatch(/\(exit code [14]\)/);
    blobs.set(digest, stored);
  }
  expect(await verifying({ release: 'a' })).not.toContain('exit code');
});

test('one byte that is changed in any line of the lock is found', async () => {
  const file = join(folder, 'changed.json');
  await writeFile(file, lock);
  expect(await verifying({ lock: file })).toBe(await verifying());
  let start = 0;
  for (const line of lock.trimEnd().split('\n')) {
    // The last letter or digit of a line is in its value, the first in its key.
    for (const at of [/\w/.exec(line)?.index ?? 0, line.search(/\W*$/) - 1]) {
      await writeFile(file, flipped(Buffer.from(lock), start + Math.max(at, 0)));
      expect(await verifying({ lock: file }), `${line} ${at}`).toMatch(/\(exit code [12]\)/);
    }
    start += line.length + 1;
  }
});

/** Replaces the manifest under a tag as somebody would who may write to the registry: with right digests. */
const replace = (tag: string, change: (text: string) => string): (() => void) => {
  const [repository = ''] = tag.split(':');
  const before = registry.tags.get(tag) ?? '';
  const { type, body } = registry.manifests.get(`${repository}@${before}`)!;
  const changed = Buffer.from(change(body.toString()));
  expect(changed).not.toEqual(body);
  const digest = digestOf(changed);
  registry.manifests.set(`${repository}@${digest}`, { type, body: changed });
  registry.tags.set(tag, digest);
  return () => void registry.tags.set(tag, before);
};

/** The tag of what is attached to the chart web. */
const attached = (kind: string, chart = 'web'): string => {
  const digest = registry.tags.get(`site/charts/${chart}:1.0.0`) ?? '';
  return `site/charts/${chart}:${digest.replace(':', '-')}.${kind}`;
};

const replacements: readonly (readonly [string, () => string, RegExp, string])[] = [
  ['an annotation of the chart', () => 'site/charts/web:1.0.0', /The web/g, 'the web'],
  ['a signature', () => attached('sig'), /(cosign.signature":".{30}).{2}/, '$1=='],
  ['the type of a payload', () => attached('sig'), /simplesigning/g, 'simplesigninG'],
  ['the type of an attestation', () => attached('att'), /dsse.envelope/g, 'dsse.envelopE'],
];

test.for(replacements)(
  '%s that is replaced with right digests is found',
  async ([, tag, from, to]) => {
    const undo = replace(tag(), (text) => text.replace(from, to));
    const web = `oci://${registry.address}/site/charts/web:1.0.0`;
    expect(await verifying()).toMatch(/charts\/web:1.0.0: .*\(exit code 1\)/s);
    expect(await verifying({}, [web])).toContain('(exit code 1)');
    undo();
    expect(await verifying({}, [web])).not.toContain('exit code');
  },
);

test('signatures and attestations of another chart do not count', async () => {
  const [api = '', web = ''] = roots.map((root) => root.replace('charts/', ''));
  for (const [kind, said] of [
    ['sig', /web:1.0.0: none of its signatures is one of the key/],
    ['att', /web:1.0.0: it has no SLSA provenance that is signed/],
  ] as const) {
    const [other, own] = [attached(kind, api), attached(kind, web)];
    const body = registry.manifests.get(`site/charts/${api}@${registry.tags.get(other)}`)!.body;
    const undo = replace(own, () => body.toString());
    expect(await verifying()).toMatch(said);
    undo();
  }
});

test('an SBOM or provenance with another content is found', async () => {
  for (const [from, to] of [
    ['"CycloneDX"', '"cycloneDX"'],
    ['"gitCommit":"', '"gitCommit":"f'],
  ] as const) {
    const undo = replace(attached('att'), (text) => {
      const manifest = JSON.parse(text);
      const layers = manifest.layers.map((layer: { readonly digest: string }) => {
        const envelope = JSON.parse(registry.blobs.get(layer.digest)!.toString());
        const payload = Buffer.from(envelope.payload, 'base64').toString().replace(from, to);
        const blob = Buffer.from(
          JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') }),
        );
        registry.blobs.set(digestOf(blob), blob);
        return { ...layer, digest: digestOf(blob), size: blob.length };
      });
      return JSON.stringify({ ...manifest, layers });
    });
    expect(await verifying()).toMatch(/it has no (SBOM|SLSA provenance) that is signed/);
    undo();
  }
});

test('a lock of another commit is found', async () => {
  const file = join(folder, 'commit.json');
  const other = lock.replace(/"commit": "\w+"/, `"commit": "${'0'.repeat(40)}"`);
  await writeFile(file, other);
  expect(
    (await verifying({ lock: file })).replaceAll(/[1-9a-f]\w{39}/g, 'COMMIT'),
  ).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/api:1.0.0: it is of the commit COMMIT, and the lock has 0000000000000000000000000000000000000000; do not install it; find out who replaced it in the registry, or changed the lock. [verify]
    error oci://HOST/site/charts/api:1.0.0: its provenance names the commit COMMIT, not 0000000000000000000000000000000000000000; do not install it; find out who signed it. [verify]
    verified  oci://HOST/site/charts/web:1.0.0 DIGEST
    verify: 1 of 2 artifacts verified (exit code 1)
    "
  `);
});

test('a missing lock, an empty one and sources that exclude each other are refused', async () => {
  const empty = join(folder, 'empty.json');
  await writeFile(empty, '{"charts":[],"profiles":[]}');
  const said = [
    await verifying({ lock: join(folder, 'absent.json') }),
    await verifying({ lock: empty }),
    await verifying({ lock: empty, release: 'a' }),
    await verifying({ keys: [] }),
    await verifying({ registry: undefined }),
    await verifying({ registry: 'oci://registry.example.com/site:1' }),
    await verifying({ release: 'a b' }),
    await verifying({ release: 'absent' }),
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
  const options = { plainHttp: true, signKey: keys.privateKey, release: undefined };
  const root = ['charts/web'];
  for (let failing = 1; ; failing++) {
    let seen = 0;
    await using broken = await startOciRegistry({
      trouble: (_, { method }) =>
        /^(?:PUT|POST|PATCH)$/.test(method) && ++seen === failing ? 403 : undefined,
    });
    const at = `oci://${broken.address}/site`;
    const { exitCode } = await push(workspace, root, { ...options, registry: at });
    const verified = async (): Promise<number> => {
      const web = [`${at}/charts/web:1.0.0`];
      return (await verify(workspace, web, { keys: [keys.publicKey], plainHttp: true })).exitCode;
    };
    if (exitCode === 0) {
      expect(failing).toBeGreaterThan(15);
      break;
    }
    expect(exitCode).toBe(4);
    if (broken.tags.has('site/charts/web:1.0.0')) expect(await verified()).toBe(0);
    const again = await push(workspace, root, { ...options, registry: at });
    expect([again.exitCode, await verified()]).toEqual([0, 0]);
  }
});

test('a rotated key signs beside the one before', async () => {
  expect(await pushing({ signKey: others.privateKey })).toContain('0 artifacts');
  for (const key of [keys, others]) {
    expect(await verifying({ keys: [key.publicKey] })).not.toContain('exit code');
  }
});
