import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '@helm-charts/oci';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roots } from '../testing/repository.ts';
import { type SignedSite, startSignedSite } from '../testing/signed-site.ts';

let site: SignedSite;
beforeAll(async () => {
  site = await startSignedSite();
});
afterAll(() => site[Symbol.asyncDispose]());

/** Turns one bit of the byte in the middle. */
const flipped = (bytes: Buffer, at = Math.floor(bytes.length / 2)): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

test('one byte that is changed in anything that the registry stores is found', async () => {
  const { manifests, blobs } = site.registry;
  expect(manifests.size).toBeGreaterThan(5);
  for (const [key, stored] of [...manifests]) {
    manifests.set(key, { ...stored, body: flipped(stored.body) });
    expect(await site.verifying({ release: 'a' }), key).toMatch(/\(exit code [14]\)/);
    manifests.set(key, stored);
  }
  for (const [digest, stored] of [...blobs]) {
    blobs.set(digest, flipped(stored));
    expect(await site.verifying({ release: 'a' }), stored.toString()).toMatch(/\(exit code [14]\)/);
    blobs.set(digest, stored);
  }
  expect(await site.verifying({ release: 'a' })).not.toContain('exit code');
});

test('one byte that is changed in any line of the lock is found', async () => {
  const file = join(site.folder, 'changed.json');
  await writeFile(file, site.lock);
  expect(await site.verifying({ lock: file })).toBe(await site.verifying());
  let start = 0;
  for (const line of site.lock.trimEnd().split('\n')) {
    // The last letter or digit of a line is in its value, the first in its key.
    for (const at of [/\w/.exec(line)?.index ?? 0, line.search(/\W*$/) - 1]) {
      await writeFile(file, flipped(Buffer.from(site.lock), start + Math.max(at, 0)));
      expect(await site.verifying({ lock: file }), `${line} ${at}`).toMatch(/\(exit code [12]\)/);
    }
    start += line.length + 1;
  }
});

/** Replaces the manifest under a tag as somebody would who may write to the registry: with right digests. */
const replace = (tag: string, change: (text: string) => string): (() => void) => {
  const [repository = ''] = tag.split(':');
  const before = site.registry.tags.get(tag) ?? '';
  const { type, body } = site.registry.manifests.get(`${repository}@${before}`)!;
  const changed = Buffer.from(change(body.toString()));
  expect(changed).not.toEqual(body);
  const digest = digestOf(changed);
  site.registry.manifests.set(`${repository}@${digest}`, { type, body: changed });
  site.registry.tags.set(tag, digest);
  return () => void site.registry.tags.set(tag, before);
};

/** The tag of what is attached to the chart web. */
const attached = (kind: string, chart = 'web'): string => {
  const digest = site.registry.tags.get(`site/charts/${chart}:1.0.0`) ?? '';
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
    const web = `oci://${site.registry.address}/site/charts/web:1.0.0`;
    expect(await site.verifying()).toMatch(/charts\/web:1.0.0: .*\(exit code 1\)/s);
    expect(await site.verifying({}, [web])).toContain('(exit code 1)');
    undo();
    expect(await site.verifying({}, [web])).not.toContain('exit code');
  },
);

test('signatures and attestations of another chart do not count', async () => {
  const [api = '', web = ''] = roots.map((root) => root.replace('charts/', ''));
  for (const [kind, said] of [
    ['sig', /web:1.0.0: none of its signatures is one of the key/],
    ['att', /web:1.0.0: it has no SLSA provenance that is signed/],
  ] as const) {
    const [other, own] = [attached(kind, api), attached(kind, web)];
    const body = site.registry.manifests.get(
      `site/charts/${api}@${site.registry.tags.get(other)}`,
    )!.body;
    const undo = replace(own, () => body.toString());
    expect(await site.verifying()).toMatch(said);
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
        const envelope = JSON.parse(site.registry.blobs.get(layer.digest)!.toString());
        const payload = Buffer.from(envelope.payload, 'base64').toString().replace(from, to);
        const blob = Buffer.from(
          JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') }),
        );
        site.registry.blobs.set(digestOf(blob), blob);
        return { ...layer, digest: digestOf(blob), size: blob.length };
      });
      return JSON.stringify({ ...manifest, layers });
    });
    expect(await site.verifying()).toMatch(/it has no (SBOM|SLSA provenance) that is signed/);
    undo();
  }
});

test('a lock of another commit is found', async () => {
  const file = join(site.folder, 'commit.json');
  const other = site.lock.replace(/"commit": "\w+"/, `"commit": "${'0'.repeat(40)}"`);
  await writeFile(file, other);
  expect(
    (await site.verifying({ lock: file })).replaceAll(/[1-9a-f]\w{39}/g, 'COMMIT'),
  ).toMatchInlineSnapshot(`
    "error oci://HOST/site/charts/api:1.0.0: it is of the commit COMMIT, and the lock has 0000000000000000000000000000000000000000; do not install it; find out who replaced it in the registry, or changed the lock. [verify]
    error oci://HOST/site/charts/api:1.0.0: its provenance names the commit COMMIT, not 0000000000000000000000000000000000000000; do not install it; find out who signed it. [verify]
    verified  oci://HOST/site/charts/web:1.0.0 DIGEST
    verify: 1 of 2 artifacts verified (exit code 1)
    "
  `);
});
