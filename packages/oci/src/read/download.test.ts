import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Asked,
  basicGuard,
  serve,
  startOciRegistry,
  type Trouble,
} from '@helm-charts/testing/registries';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../reference/digest.ts';
import { bytesOf, problemIn, quickClient, repositoryOn, said } from '../testing/client.ts';
import { downloadBlob } from './blob.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(() => rm(folder, { recursive: true }));

const content = bytesOf(500_000);
const blob = { digest: digestOf(content), size: content.length };

/** A registry that has the blob, and what goes wrong with each further request for it. */
const startWith = async (troubles: readonly (Trouble | undefined)[]) => {
  const seen: (string | undefined)[] = [];
  const registry = await startOciRegistry({
    trouble: (path, { headers }) => {
      if (!path.includes('/blobs/sha256:')) return undefined;
      seen.push(headers.range);
      return troubles[seen.length - 1];
    },
  });
  registry.blobs.set(blob.digest, content);
  return { registry, seen };
};

test('a download that is cut nine times and stops once continues where it was', async () => {
  const troubles = [...Array<Trouble>(9).fill('cut'), 'stall'] as const;
  const { registry, seen } = await startWith(troubles);
  await using _ = registry;
  await using client = await quickClient({ limits: { idle: 200 } });
  const file = join(folder, 'blob');
  await downloadBlob(client, repositoryOn(registry), blob, file);
  expect(await readFile(file)).toEqual(content);
  expect(await readdir(folder)).toEqual(['blob']);
  expect(seen).toHaveLength(11);
  expect(new Set(seen).size).toBeGreaterThan(9);
});

test.each([
  ['half of the content as if it were all', Array(9).fill('half'), 'broken'],
  ['other content', Array(9).fill({ status: 200, body: bytesOf(500_001).subarray(1) }), 'broken'],
  ['more content', Array(9).fill({ status: 200, body: bytesOf(500_001) }), 'broken'],
  [
    'a web page',
    Array(9).fill({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }),
    'broken',
  ],
  ['no content', [404], 'absent'],
  ['no answer', Array(9).fill('silence'), 'unreachable'],
] as const)('%s is refused, and leaves no file', async (_, troubles, kind) => {
  const { registry } = await startWith(troubles as Trouble[]);
  await using __ = registry;
  await using client = await quickClient({
    limits: { idle: 100, attempts: 2, chunk: 1, retryDelay: 1 },
  });
  const problem = await problemIn(
    downloadBlob(client, repositoryOn(registry), blob, join(folder, 'blob')),
  );
  expect(problem.kind).toBe(kind);
  expect(problem.target).toContain(blob.digest);
  expect(await readdir(folder)).toEqual([]);
});

test('a registry may send a blob from another host, which gets no credentials', async () => {
  const asked: Asked[] = [];
  await using storage = await serve(async (one) => {
    asked.push(one);
    return { status: 200, body: content };
  }, {});
  const account = { username: 'ci', password: 'hunter2' };
  const location = `http://${storage.address}/blob?signature=1`;
  await using registry = await startOciRegistry({
    guard: basicGuard(account),
    trouble: (path, { headers }) =>
      path.includes('/blobs/') && headers.authorization !== undefined
        ? { status: 307, headers: { location } }
        : undefined,
  });
  await using client = await quickClient({
    findCredential: async () => ({ kind: 'basic', ...account }),
  });
  await downloadBlob(client, repositoryOn(registry), blob, join(folder, 'blob'));
  expect(await readFile(join(folder, 'blob'))).toEqual(content);
  expect(asked.map(({ headers, url }) => [url.search, headers.authorization])).toEqual([
    ['?signature=1', undefined],
  ]);
});

test('redirects in a circle and to nowhere are refused', async () => {
  let location = '';
  await using registry = await startOciRegistry({
    trouble: (path) => ({ status: 302, headers: { location: location || path } }),
  });
  await using client = await quickClient();
  const download = () => downloadBlob(client, repositoryOn(registry), blob, join(folder, 'blob'));
  const sayings = [];
  for (location of ['', 'ftp://files.example.com/', 'http://['])
    sayings.push(said(await problemIn(download())));
  expect(sayings).toMatchInlineSnapshot(`
    [
      "broken: HOST redirects in a circle; check the address, and tell the operator of the registry",
      "broken: HOST redirects to ftp://files.example.com, which is not TLS; check the address, and tell the operator of the registry",
      "broken: HOST redirects without saying where to; check the address, and tell the operator of the registry",
    ]
  `);
});

test('a folder in which no file can be made is no problem of the registry', async () => {
  const { registry } = await startWith([]);
  await using _ = registry;
  await using client = await quickClient();
  await expect(
    downloadBlob(client, repositoryOn(registry), blob, '/proc/blob'),
  ).rejects.toMatchObject({ code: 'ENOENT' });
});
