import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeFolder, removeFolder, runCommand } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';

const up = (...args: readonly string[]) =>
  runCommand(
    process.execPath,
    ['--conditions=@helm-charts/source', join(import.meta.dirname, 'up.ts'), ...args],
    {
      cwd: resolve(import.meta.dirname, '../..'),
      environment: { PATH: process.env.PATH ?? '', HOME: '/nonexistent' },
    },
  );

test.for([
  [
    [],
    3,
    'error cluster: Its programs are not built; run `sh tools/cluster/build.sh`. [environment]\n',
  ],
  [
    ['nope'],
    2,
    'error flux-profiles/nope/src/profile.ts: there is no profile here; create it, or correct the directory. [source]\n',
  ],
] as const)('up %s ends with %d and a sentence', async ([args, code, stderr]) => {
  expect(await up(...args)).toMatchObject({ code, stderr });
});

test('up.sh without the packages of the repository says how to install them', async () => {
  const folder = await makeFolder('up');
  try {
    const script = join(folder, 'tools/cluster/up.sh');
    await mkdir(join(script, '..'), { recursive: true });
    await copyFile(join(import.meta.dirname, 'up.sh'), script);
    const { code, stderr } = await runCommand('sh', [script], {
      cwd: folder,
      environment: { PATH: process.env.PATH ?? '' },
    });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: 'up.sh: the packages of this repository are not installed; run npm ci\n',
    });
  } finally {
    await removeFolder(folder);
  }
});
