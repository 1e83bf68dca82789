import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGit } from '@helm-charts/testing/cluster';
import { expect, onTestFinished, test } from 'vitest';
import { startRepository, testTree } from '../testing/chart-sources.ts';

const git = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'git-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = await startGit(folder);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
};

const config = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\n`;

const remotesOf = async (root: string): Promise<readonly Record<string, unknown>[]> =>
  JSON.parse(await readFile(join(root, 'charts.lock.json'), 'utf8')).remotes;

test('files and Git repositories that kustomizations name are locked, also those in remote bases', async () => {
  await using files = await startRepository();
  const server = await git();
  const repository = await server.repository('bases.git');
  files.files.set('/objects.yaml', config('a'));
  files.files.set('/patch.yaml', config('b'));
  const commit = await repository.commit({
    'web/kustomization.yaml': `resources: [config.yaml, ../parts]\npatches: [{path: "${files.url}/patch.yaml"}]\n`,
    'web/config.yaml': config('b'),
    'parts/kustomization.yaml': 'resources: [config.yaml]\n',
    'parts/config.yaml': config('c'),
    'other/kustomization.yaml': 'resources: [config.yaml]\n',
    'other/config.yaml': config('d'),
  });
  await symlink('/', join(repository.directory, 'everything'));
  await symlink('web/config.yaml', join(repository.directory, 'link.yaml'));
  const linked = await repository.commit();
  const [one, two] = [`${repository.url}//web?ref=main`, `${repository.url}//other?ref=${commit}`];
  await using tree = await testTree({
    'cluster/kustomization.yaml': `resources: [base]\n`,
    'cluster/base/kustomization.yaml': `resources:\n  - ${files.url}/objects.yaml\n  - ${one}\n  - ${two}\n`,
  });
  // The order of the lines depends on the ports.
  const hidden = (text: string) =>
    text
      .replaceAll(/\b[0-9a-f]{40}\b|\b[0-9a-f]{12}\b/g, 'COMMIT')
      .split('\n')
      .toSorted()
      .join('\n');
  expect(hidden(await tree.fetching())).toMatchInlineSnapshot(`
    "
    added    http://HOST/bases.git//other?ref=COMMIT
    added    http://HOST/bases.git//web?ref=main
    added    http://HOST/objects.yaml
    added    http://HOST/patch.yaml
    fetch: 0 charts, 4 other URLs, none fetched, charts.lock.json changed"
  `);
  const locked = await remotesOf(tree.root);
  expect(locked.every(({ trees }) => String(trees) === 'cluster')).toBe(true);
  expect(new Set(locked.map((entry) => entry.commit))).toEqual(
    new Set([undefined, commit, linked]),
  );
  const folder = join(tree.root, 'node_modules/.cache/helm-charts/remotes');
  const kept = String(locked.find((entry) => entry.commit === linked)?.digest).slice(7);
  expect(await readdir(join(folder, kept))).toEqual(['link.yaml', 'other', 'parts', 'web']);

  // Later commits are not looked for, and what was changed here is fetched again.
  await repository.commit({ 'web/config.yaml': `${config('b')}data: {later: yes}\n` });
  await writeFile(join(folder, kept, 'web/config.yaml'), 'other');
  const asked = files.asked().length;
  expect(await tree.fetching()).toContain('charts.lock.json unchanged');
  expect(files.asked()).toHaveLength(asked);
  expect(await readFile(join(folder, kept, 'web/config.yaml'), 'utf8')).toBe(config('b'));
  expect(hidden(await tree.fetching({ update: [one] }))).toMatchInlineSnapshot(`
    "
    changed  http://HOST/bases.git//web?ref=main: COMMIT -> COMMIT
    fetch: 0 charts, 4 other URLs, none fetched, charts.lock.json changed"
  `);
});

test('remote bases that can not be had are reported at their lines', async () => {
  await using files = await startRepository();
  const server = await git();
  const repository = await server.repository('bases.git');
  await repository.commit({ 'web/kustomization.yaml': 'resources: []\n' });
  const urls = [
    `${files.url}/none.yaml`,
    `${repository.url}//web?ref=none`,
    'https://user@',
    'ftp://example.com/a.yaml',
  ];
  await using tree = await testTree({
    'cluster/kustomization.yaml': `resources:\n${urls.map((url) => `  - ${url}\n`).join('')}`,
  });
  expect(await tree.fetching()).toMatchInlineSnapshot(`
    "error cluster/kustomization.yaml:4: the remote base https://user@ cannot be fetched: it is neither the URL of a file nor that of a Git repository over https or ssh; correct it, or copy the files into the repository. [fetch]
    error cluster/kustomization.yaml:5: the remote base ftp://example.com/a.yaml cannot be fetched: it is neither the URL of a file nor that of a Git repository over https or ssh; correct it, or copy the files into the repository. [fetch]
    error cluster/kustomization.yaml:2: the remote base http://HOST/none.yaml cannot be fetched: HOST does not have it (HTTP 404); correct the name, the tag or the digest. [fetch]
    error cluster/kustomization.yaml:3: the remote base http://HOST/bases.git//web?ref=none cannot be fetched: git says: fatal: couldn't find remote ref none; try: git ls-remote http://HOST/bases.git. [fetch]
    fetch: 0 charts, none fetched, 4 missing, charts.lock.json unchanged (exit code 4)
    "
  `);
  const before = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    const report = await tree.fetching();
    expect(report).toContain('the program git is missing; install git');
  } finally {
    process.env.PATH = before;
  }
});
