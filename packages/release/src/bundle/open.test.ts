import { mkdtemp, open as openFile, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printFinding } from '@helm-charts/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../archive/archive.ts';
import { scanTar } from '../archive/scan-tar.ts';
import { writeTar } from '../archive/write-tar.ts';
import { makeShop, shopRoot } from '../testing/shop.ts';
import { bundle } from './bundle.ts';
import { openBundle } from './open.ts';
import { sumsText } from './sums.ts';

let folder: string;
let whole: Buffer;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-test-'));
  file = join(folder, 'whole.tar');
  await bundle({ workspace: await makeShop(folder), root: shopRoot }, { output: file });
  whole = await readFile(file);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const said = async (path: string): Promise<readonly string[]> =>
  (await openBundle(path, 'shop.tar')).findings.map(printFinding);

const ofBytes = async (bytes: Uint8Array): Promise<readonly string[]> => {
  const path = join(folder, 'changed.tar');
  await writeFile(path, bytes);
  return said(path);
};

test('a bundle that is whole has nothing wrong', async () => {
  expect(await said(file)).toEqual([]);
});

test('every flipped byte is found, with one sentence', async () => {
  const handle = await openFile(join(folder, 'flipped.tar'), 'w+');
  await handle.writeFile(whole);
  // A step that comes to each place of a block.
  for (let at = 0; at < whole.length; at += 61) {
    const byte = whole[at] ?? 0;
    await handle.write(Buffer.of(byte ^ 1), 0, 1, at);
    const sentences = await said(join(folder, 'flipped.tar'));
    expect(sentences.length, `byte ${at}`).toBeGreaterThan(0);
    await handle.write(Buffer.of(byte), 0, 1, at);
  }
  await handle.close();
  expect(await said(join(folder, 'flipped.tar'))).toEqual([]);
});

test('a file that is cut anywhere, or longer, is found', async () => {
  for (let size = 512; size < whole.length; size += 256) {
    const sentences = await ofBytes(whole.subarray(0, size));
    expect(sentences, `${size} bytes`).toHaveLength(1);
    expect(sentences[0]).toContain('so a part of it is missing; copy the file again');
  }
  expect(await ofBytes(Buffer.concat([whole, Buffer.alloc(1)]))).toHaveLength(1);
});

/** The bundle with its files changed, and with checksums that fit or do not. */
const changed = async (
  change: (files: ReadonlyMap<string, Buffer>) => ReadonlyMap<string, Buffer>,
  fits: boolean,
): Promise<readonly string[]> => {
  const { value: entries = [] } = await scanTar(file);
  const contents = entries.map(({ path, offset, size }): [string, Buffer] => [
    path,
    whole.subarray(offset, offset + size),
  ]);
  const files = new Map(change(new Map(contents)));
  if (fits) {
    const rest = [...files].filter(([path]) => path !== 'SHA256SUMS');
    const sums = sumsText(rest.map(([path, content]) => ({ path, digest: sha256(content) })));
    files.set('SHA256SUMS', Buffer.from(sums));
  }
  const path = join(folder, 'changed.tar');
  await writeTar(
    path,
    [...files].map(([name, content]) => ({
      path: name,
      size: content.length,
      send: (write) => write(content),
    })),
  );
  return (await said(path)).map((line) => line.replaceAll(/[0-9a-f]{64}/g, 'HEX'));
};

type Change = Parameters<typeof changed>[0];

const without =
  (name: string | RegExp): Change =>
  (files) =>
    new Map([...files].filter(([path]) => !path.match(name)));

const withFile =
  (path: string, content: string): Change =>
  (files) =>
    new Map([...files, [path, Buffer.from(content)]]);

const edited =
  (path: string, edit: (text: string) => string): Change =>
  (files) =>
    new Map([...files, [path, Buffer.from(edit(`${files.get(path)}`))]]);

const hex = '0'.repeat(64);

test.for<readonly [string, Change, boolean]>([
  ['a file that was added', withFile('notes.txt', 'a'), false],
  ['a file that was added with its checksum', withFile('notes.txt', 'a'), true],
  ['a blob that was added', withFile(`blobs/sha256/${sha256('a').slice(7)}`, 'a'), true],
  ['a blob with another name', withFile(`blobs/sha256/${hex}`, 'a'), true],
  ['a file that is missing', without('LOAD.md'), false],
  ['no index', without('index.json'), true],
  ['no blobs', without(/^blobs/), true],
  ['an index that is none', withFile('index.json', '[]'), true],
  [
    'an index with another name',
    edited('index.json', (text) => text.replace('charts/web:', 'charts/other:')),
    true,
  ],
  [
    'a name that is none',
    edited('index.json', (text) => text.replace('charts/web:', '../web:')),
    true,
  ],
  ['a lock that is none', withFile('release.lock.json', '{}'), true],
  [
    'a lock with another version',
    edited('release.lock.json', (text) => text.replace('2.0.0', '2.0.1')),
    true,
  ],
  [
    'a lock of images that the bundle has not',
    withFile(
      'images.lock.json',
      JSON.stringify({
        images: [{ name: 'docker.io/library/redis:7.4', digest: `sha256:${hex}`, platforms: {} }],
      }),
    ),
    true,
  ],
  ['checksums that are none', withFile('SHA256SUMS', 'a\n'), false],
])('%s is found', async ([, change, fits]) => {
  const sentences = await changed(change, fits);
  expect(sentences.join('\n')).toMatchSnapshot();
  expect(sentences).not.toEqual([]);
});

test('another file is no bundle, and a folder no file', async () => {
  expect(await said(import.meta.filename)).toMatchInlineSnapshot(`
    [
      "error shop.tar: it is not a bundle; name the file that helm-charts bundle wrote. [bundle]",
    ]
  `);
  for (const path of [join(folder, 'nothing.tar'), folder])
    await expect(said(path)).rejects.toMatchObject({ exitCode: 2 });
});
