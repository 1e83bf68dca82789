import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { type Backups, keyPair, makeBackups, own, startSite } from '../testing/backups.ts';
import { bootstrap } from '../testing/fixture.ts';
import { makeNode, type Node } from '../testing/node.ts';

/** Every file with its type, mode and content, but what a restore keeps. */
const filesIn = (folder: string): string =>
  execFileSync(
    'sh',
    [
      '-c',
      `find . -mindepth 1 ! -path '*/.restore*' ! -path '*/.before-*' \\( -type f -exec sha256sum {} + -o -true \\) -printf '%y %m %p %l\\n' | sort`,
    ],
    { cwd: folder, encoding: 'utf8' },
  );

const write = async ({ folders }: Pick<Backups, 'folders'>): Promise<void> => {
  const files = join(folders, 'files');
  await mkdir(join(files, 'tenant one/empty'), { recursive: true });
  await writeFile(join(files, 'tenant one', 'offer "2"\nnew.pdf'), 'a file of a person');
  await writeFile(join(files, '-rf'), '');
  await writeFile(join(files, '.hidden'), 'hidden');
  await symlink('tenant one/nowhere', join(files, 'link'));
  await mkdir(join(files, '.before-2025-01-01T000000Z'));
  await writeFile(join(files, '.before-2025-01-01T000000Z/old'), 'kept by a restore');
  await mkdir(join(folders, 'tenant-secrets/store'));
  await writeFile(join(folders, 'tenant-secrets/store/token'), 'secret', { mode: 0o600 });
  own(folders);
};

const made = async (backups: Backups): Promise<string> => {
  const { code, lines } = await backups.make();
  expect([code, lines.at(-1)]).toEqual([0, expect.stringMatching(/ databases, 2 volumes, /)]);
  return (await backups.names()).at(-1) ?? '';
};

const restored = async (node: Node, ...args: Parameters<Node['restoreFiles']>) =>
  (await node.restoreFiles(...args)).ended;

test.concurrent('the files of users and the secrets of tenants come back, once, and what was there is moved aside', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  const pair = await keyPair(site.folder, 'mine');
  await using backups = await makeBackups(site, { certificate: pair.certificate });
  await write(backups);
  const backup = await made(backups);
  await using node = await makeNode('password');
  const old = join(node.folders, 'files/old');
  await writeFile(old, 'from before');
  own(node.folders);
  expect(await restored(node, {})).toEqual({ code: 0, lines: ['nothing is to be restored'] });
  const waiting = await restored(node, { backup, id: 'first' });
  expect([waiting.code, waiting.lines.at(-1)]).toEqual([
    10,
    expect.stringMatching(/there is no backup .*; nothing was changed$/),
  ]);
  await node.copy(backups);
  const refusal = async (key?: string) => {
    const { code, lines } = await restored(node, { backup, id: 'first', ...(key && { key }) });
    expect(await readdir(join(node.folders, 'files'))).toEqual(['old']);
    return `${code} ${lines.at(-1)}`;
  };
  expect(await refusal()).toMatch(/^23 .*no key was given.*nothing was changed$/);
  const other = await keyPair(site.folder, 'other');
  expect(await refusal(other.key)).toMatch(/^23 .*encrypted for another key.*nothing was changed$/);
  expect(await restored(node, { backup, id: 'first', key: pair.key })).toMatchObject({ code: 0 });
  expect(filesIn(node.folders)).toBe(filesIn(backups.folders));
  expect(await readdir(join(node.folders, 'files', `.before-${backup}`))).toEqual(['old']);
  await writeFile(old, 'new');
  own(node.folders);
  expect(await restored(node, { backup, id: 'first', key: pair.key })).toEqual({
    code: 0,
    lines: [`the files of ${backup} are restored`],
  });
  expect(await readdir(join(node.folders, 'files'))).toContain('old');
});

test.concurrent('a restore of files that is killed right before its last step is completed by the next start', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site);
  await write(backups);
  const backup = await made(backups);
  await using node = await makeNode('password');
  await node.copy(backups);
  expect(await restored(node, { backup, id: 'first' })).toMatchObject({ code: 0 });
  for (const folder of ['files', 'tenant-secrets']) {
    const at = join(node.folders, folder);
    await rename(join(at, '.restored-from'), join(at, '.restore-moved'));
  }
  expect(await restored(node, { backup, id: 'first' })).toMatchObject({ code: 0 });
  expect(filesIn(node.folders)).toBe(filesIn(backups.folders));
});

test.concurrent('a backup that is cut off changes no file, and one without files leaves them', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site);
  await write(backups);
  const backup = await made(backups);
  await using node = await makeNode('password');
  await node.copy(backups);
  const archive = join(node.folder, 'backups', backup, 'files.tar');
  await truncate(archive, 1000);
  const cut = await restored(node, { backup, id: 'x' });
  expect([cut.code, cut.lines.at(-1)]).toEqual([
    22,
    expect.stringMatching(/is cut off or damaged \(files\.tar: FAILED\).*; nothing was changed$/),
  ]);
  expect(await readdir(join(node.folders, 'files'))).toEqual([]);

  await using without = await makeBackups(site, { files: false });
  expect((await without.make()).lines.at(-1)).toContain(' databases, 0 volumes, ');
  await using plain = await makeNode('password');
  await plain.copy(without);
  const [name = ''] = await without.names();
  await writeFile(join(plain.folders, 'files/mine'), '');
  own(plain.folders);
  expect(await restored(plain, { backup: name, id: 'x' })).toMatchObject({ code: 0 });
  expect(await readdir(join(plain.folders, 'files'))).toEqual(['mine']);
});

test.concurrent('a restore of files that is killed at any moment is completed by the next start', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site);
  await write(backups);
  for (let number = 0; number < 300; number += 1) {
    await writeFile(join(backups.folders, 'files', `file ${number}`), String(number));
  }
  own(backups.folders);
  const backup = await made(backups);
  await using node = await makeNode('password');
  await node.copy(backups);
  const begin = performance.now();
  await restored(node, { backup, id: 'first' });
  const duration = performance.now() - begin;
  for (let number = 1; number <= 15; number += 1) {
    const id = String(number);
    for (const folder of ['files', 'tenant-secrets']) {
      await rm(join(node.folders, folder), { recursive: true });
      await mkdir(join(node.folders, folder));
      await cp(join(backups.folders, folder), join(node.folders, folder), { recursive: true });
      await writeFile(join(node.folders, folder, 'old'), id);
    }
    own(node.folders);
    const run = await node.restoreFiles({ backup, id });
    await sleep(((number * 0.618) % 1) * duration);
    run.kill('all');
    await run.ended;
    const { code, lines } = await restored(node, { backup, id });
    expect([number, code, lines]).toEqual([number, 0, lines]);
    expect(filesIn(node.folders)).toBe(filesIn(backups.folders));
    const aside = join(node.folders, 'files', `.before-${backup}`);
    expect(await readdir(aside)).toContain('old');
  }
}, 600_000);
