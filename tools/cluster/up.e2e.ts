import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { findPrograms, orSkip, runCommand } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';

const workspace = resolve(import.meta.dirname, '../..');
/** Where a person's shell looks for programs: that of the workspace's own come by npx alone. */
const ownPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((directory) => !directory.endsWith('node_modules/.bin'))
  .join(delimiter);

test('what docs/cluster.md says brings the profile up, and leaves nothing behind', async (context) => {
  await orSkip(context, find());
  const page = readFileSync(join(workspace, 'docs/cluster.md'), 'utf8');
  const [up = '', look = ''] = [...page.matchAll(/^((?:sh|npx) .+)$/gm)].map(([line]) => line);
  expect(up).toBe('sh tools/cluster/up.sh');
  expect(look).toBe('npx alga-appliance status');

  const [command = '', ...args] = up.split(' ');
  const program = spawn(command, args, {
    cwd: workspace,
    env: { ...process.env, PATH: ownPath },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const printed = await firstLines(program.stdout, 2);
    const [exported = '', bootstrap = ''] = printed;
    expect(bootstrap).toMatch(/^npx alga-appliance bootstrap --registry /);
    const kubeconfig = exported.replace('export KUBECONFIG=', '');
    expect(existsSync(kubeconfig)).toBe(true);
    const shell = await runCommand('sh', ['-ec', [exported, bootstrap, look].join('\n')], {
      cwd: workspace,
      environment: { PATH: ownPath, HOME: join(kubeconfig, '../home') },
    });
    expect({ code: shell.code, stderr: shell.stderr }).toEqual({
      // No program of a pod runs, so nothing says whether there is a tenant.
      code: 1,
      stderr: expect.stringContaining('bootstrap: done, '),
    });
    expect(shell.stdout).toMatch(/^HelmRelease alga-system\/temporal-worker +ready/m);
    const open = shell.stdout
      .split('\n')
      .filter((line) => line !== '' && !/ {2}ready( |$)/.test(line));
    expect(open).toEqual([
      expect.stringMatching(/^Tenant msp +unknown /),
      // No container of nginx runs here.
      expect.stringMatching(
        /^Service msp\/alga-core-sebastian-tls +failed +https:\/\/alga\.local:30443 does not answer/,
      ),
    ]);
    program.kill('SIGINT');
    expect(await once(program, 'exit')).toEqual([0, null]);
    expect(existsSync(kubeconfig)).toBe(false);
  } finally {
    program.kill('SIGTERM');
  }
});

// What it throws is a rejection here.
const find = async (): Promise<string> => findPrograms('cluster');

const firstLines = async (
  stream: AsyncIterable<Buffer>,
  count: number,
): Promise<readonly string[]> => {
  let text = '';
  for await (const chunk of stream) {
    text += chunk;
    if (text.split('\n').length > count) break;
  }
  return text.split('\n');
};
