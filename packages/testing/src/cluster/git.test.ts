import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../servers/command.ts';
import { makeFolder, removeFolder } from '../servers/folder.ts';
import { startGit } from './git.ts';

test('serves each commit to clones, and rejects a push', async () => {
  const folder = await makeFolder('git');
  try {
    await using git = await startGit(folder);
    const repository = await git.repository('fleet');
    await repository.commit({ 'apps/one.yaml': 'one: 1\n', 'apps/two.yaml': 'two: 2\n' });
    const last = await repository.commit({ 'apps/one.yaml': 'one: 2\n' });

    const clone = join(folder, 'clone');
    const run = (...args: readonly string[]) => runCommand('git', args);
    expect(await run('clone', '--depth', '1', repository.url, clone)).toMatchObject({ code: 0 });
    expect(await run('-C', clone, 'rev-parse', 'HEAD')).toMatchObject({ stdout: `${last}\n` });
    expect(await readFile(join(clone, 'apps/one.yaml'), 'utf8')).toBe('one: 2\n');
    expect(await readFile(join(clone, 'apps/two.yaml'), 'utf8')).toBe('two: 2\n');
    expect(await run('-C', clone, 'push', 'origin', 'HEAD:other')).toMatchObject({
      stderr: expect.stringContaining('403'),
    });
    expect(await run('ls-remote', repository.url.replace('fleet', 'fleets'))).toMatchObject({
      stderr: expect.stringContaining('not found'),
    });
  } finally {
    await removeFolder(folder);
  }
});
