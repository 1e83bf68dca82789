import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../servers/command.ts';

const up = (...args: readonly string[]) =>
  runCommand(process.execPath, [join(import.meta.dirname, 'up.ts'), ...args], {
    cwd: resolve(import.meta.dirname, '../..'),
    environment: { PATH: process.env.PATH ?? '', HOME: '/nonexistent' },
  });

test.for([
  [
    [],
    3,
    'error cluster: Its programs are not built; run `sh tools/cluster/build.sh`. [environment]\n',
  ],
  [
    ['nope'],
    2,
    'error flux-profiles/nope/src/profile.ts: there is no profile here; create it, or correct the directory [source]\n',
  ],
] as const)('up %s ends with %d and a sentence', async ([args, code, stderr]) => {
  expect(await up(...args)).toMatchObject({ code, stderr });
});
