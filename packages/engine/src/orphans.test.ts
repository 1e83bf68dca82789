import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loop, releasesOf } from './testing/hostile.ts';
import { childrenOf, eventually, isRunning } from './testing/processes.ts';

test.each([
  ['native', 'helm-charts-engine'],
  ['helm', 'helm'],
])(
  'a killed process leaves no program of the engine %s, also while a template loops',
  async (engine, program) => {
    const { workspaceRoot, releases } = await releasesOf({ loop });
    const script = join(import.meta.dirname, 'testing/render.ts');
    const parent = spawn(
      process.execPath,
      [script, engine, workspaceRoot, releases[0]?.chart ?? ''],
      { stdio: 'inherit' },
    );
    const { pid = 0 } = parent;
    const child = await eventually(() => childrenOf(pid, program)[0]);
    parent.kill('SIGKILL');
    await eventually(() => !isRunning(child));
    expect(childrenOf(pid, program)).toEqual([]);
  },
  60_000,
);
