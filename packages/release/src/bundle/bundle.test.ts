import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printReport } from '@helm-charts/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commitAll, git, linkModules, makeShop, shopRoot } from '../testing/shop.ts';
import { type BundleOptions, bundle } from './bundle.ts';

let folder: string;
let shop: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-test-'));
  shop = await makeShop(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bundling = async (workspace: string, options: BundleOptions = {}): Promise<string> =>
  printReport(await bundle({ workspace, root: shopRoot }, options)).replaceAll(
    /sha256:\w{64}/g,
    'DIGEST',
  );

const usual = 'dist/bundle/shop-2.0.0.tar';

const clone = async (name: string): Promise<string> => {
  git(folder, 'clone', '--quiet', shop, name);
  const directory = join(folder, name);
  await linkModules(directory);
  return directory;
};

test('two clones give the same bytes at other times, and tar reads them', async () => {
  const [first, second] = [await clone('first'), await clone('second')];
  for (const path of ['charts/web/values.yaml', 'flux-profiles/shop/airgap/source.yaml'])
    await utimes(join(second, path), 1, 1);
  expect(await bundling(first)).toMatchInlineSnapshot(`
    "shop 2.0.0, 2 charts, signatures and attestations: 0
    2 images listed, 0 contained
    bundle: dist/bundle/shop-2.0.0.tar with 25600 bytes, DIGEST
    "
  `);
  await bundling(second, { output: join(folder, 'other.tar') });
  const bytes = await readFile(join(first, usual));
  expect(bytes.equals(await readFile(join(folder, 'other.tar')))).toBe(true);
  const read = execFileSync('tar', ['-xvf', join(first, usual)], { cwd: folder, encoding: 'utf8' });
  expect(read.split('\n').filter((path) => !path.startsWith('blobs/'))).toMatchInlineSnapshot(`
    [
      "LOAD.md",
      "oci-layout",
      "index.json",
      "release.lock.json",
      "images.txt",
      "sbom.cdx.json",
      "SHA256SUMS",
      "",
    ]
  `);
  expect(
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], {
      cwd: folder,
      encoding: 'utf8',
    }),
  ).toBe('');
  expect(await readFile(join(folder, 'images.txt'), 'utf8')).toMatchInlineSnapshot(`
    "docker.io/library/redis:7.4
    registry.example.com/shop/web:1.0.0
    "
  `);
  expect(await readFile(join(folder, 'LOAD.md'), 'utf8')).toMatchInlineSnapshot(`
    "# shop 2.0.0

    This archive is an OCI image layout. It contains:

    - shop 2.0.0
    - db 1.0.0
    - web 1.0.0

    Check it, and copy it into the registry of the site. Both commands may be run again at any time:

    \`\`\`sh
    npx helm-charts bundle verify shop-2.0.0.tar
    npx helm-charts bundle load shop-2.0.0.tar --registry oci://registry.example.com/site
    \`\`\`

    The container images are not part of the archive. \`images.txt\` lists them for the image cache of Talos; add those
    of Talos and of Flux:

    \`\`\`sh
    talosctl images cache-create --images=- --image-cache-path=./image-cache.oci < images.txt
    \`\`\`

    Then install the profile from that registry.
    "
  `);
});

const unshared = ['--user', '--map-root-user', '--net'];

/** Whether the kernel lets a process have a network of its own, which has no other machine in it. */
const canUnshare = spawnSync('unshare', [...unshared, 'true']).status === 0;

test('a bundle is verified and its profile rendered by a program that has no network', async (context) => {
  context.skip(!canUnshare, 'the kernel lets no process have a network of its own');
  await bundling(shop);
  const program = join(import.meta.dirname, '../testing/verify.ts');
  const args = [...unshared, process.execPath, program, join(shop, usual)];
  const { stdout } = spawnSync('unshare', args, { cwd: folder, encoding: 'utf8' });
  expect(stdout.replace(/^.*shop-2/m, 'bundle verify: shop-2')).toMatchInlineSnapshot(`
    "shop 2.0.0, 2 charts, signatures and attestations: 0
    2 images listed, 0 contained
    rendered without a network: 2 releases, 13 manifests, 0 findings
    bundle verify: shop-2.0.0.tar is complete
    "
  `);
});

test.for([
  ['that no release runs', '7.5'],
  ['without a tag', 'not-chosen'],
  ['with a tag that is another image every day', 'latest'],
])('an image %s is refused, and nothing is written', async ([, tag]) => {
  const other = await clone(`tag-${tag}`);
  const file = join(other, shopRoot, 'src/profile.ts');
  await writeFile(file, (await readFile(file, 'utf8')).replace("tag: '7.4'", `tag: '${tag}'`));
  commitAll(other, tag ?? '');
  expect(await bundling(other)).toMatchSnapshot();
  expect(await readdir(other)).not.toContain('dist');
});

test('changes that are not committed, and a chart that is no profile, are refused', async () => {
  const other = await clone('changed');
  await writeFile(join(other, 'charts/web/values.yaml'), 'image: other\n');
  expect(await bundling(other)).toMatchInlineSnapshot(`
    "error charts/web: it has changes that are not committed; commit them. [push]
    bundle: failed (exit code 2)
    "
  `);
  expect(
    printReport(await bundle({ workspace: other, root: 'charts/web' })),
  ).toMatchInlineSnapshot(`
    "error charts/web/src/profile.ts: there is no profile here; create it, or correct the directory. [source]
    bundle: failed (exit code 2)
    "
  `);
});
