import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readHistory } from './commit.ts';

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'commit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd,
    encoding: 'utf8',
  }).trim();

/** Commits files with a content of their own, and returns the commit. */
const commit = async (repository: string, ...files: readonly string[]): Promise<string> => {
  for (const file of files) {
    await mkdir(dirname(join(repository, file)), { recursive: true });
    await writeFile(join(repository, file), String(Math.random()));
  }
  git(repository, 'add', '-A');
  git(repository, 'commit', '--quiet', '-m', files.join(' '));
  return git(repository, 'rev-parse', 'HEAD');
};

const repository = async (): Promise<string> => {
  const folder = await makeFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  return folder;
};

test('each directory has the last commit that changed it, also in a workspace below the repository', async () => {
  const top = await repository();
  const web = await commit(top, 'ops/charts/web/Chart.yaml', 'ops/charts/web-api/Chart.yaml');
  const api = await commit(top, 'ops/charts/web-api/ä b.yaml');
  await commit(top, 'README.md');
  await commit(top, 'ops/release.lock.json');
  const history = await readHistory(join(top, 'ops'), ['charts/web', 'charts/web-api']);
  expect(history('charts/web').value?.hash).toBe(web);
  expect(history('charts/web-api').value?.hash).toBe(api);
  expect(history('charts/web').value?.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test('a chart in the root has the last commit of anything but the lock', async () => {
  const top = await repository();
  const first = await commit(top, 'Chart.yaml');
  await commit(top, 'release.lock.json');
  expect((await readHistory(top, ['']))('').value?.hash).toBe(first);
  await writeFile(join(top, 'release.lock.json'), 'changed');
  expect((await readHistory(top, ['']))('').findings).toEqual([]);
});

test('what is not committed, and what no commit contains, is a finding of that directory alone', async () => {
  const top = await repository();
  await commit(top, 'charts/a/Chart.yaml', 'charts/b/Chart.yaml');
  await writeFile(join(top, 'charts/a/values.yaml'), '');
  await mkdir(join(top, 'charts/empty'));
  const history = await readHistory(top, ['charts/a', 'charts/b', 'charts/empty']);
  const messages = ['charts/a', 'charts/b', 'charts/empty'].map(
    (root) => history(root).findings[0]?.message,
  );
  expect(messages).toEqual([
    'it has changes that are not committed',
    undefined,
    'no commit contains it',
  ]);
});

test('a shallow clone is refused, and outside of a repository there is no commit', async () => {
  const top = await repository();
  await commit(top, 'charts/a/Chart.yaml');
  await commit(top, 'README.md');
  const clone = join(await makeFolder(), 'clone');
  git(top, 'clone', '--quiet', '--depth=1', `file://${top}`, clone);
  const shallow = await readHistory(clone, ['charts/a']);
  expect(shallow('charts/a').findings[0]?.fix).toBe('run "git fetch --unshallow"');
  const outside = await readHistory(await makeFolder(), ['charts/a']);
  expect(outside('charts/a')).toEqual({ value: undefined, findings: [] });
});
