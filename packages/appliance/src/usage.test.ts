import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { commandNames, commands } from './commands.ts';
import { completion } from './completion.ts';
import { usage } from './usage.ts';

test('the help of a command names all its options', () => {
  for (const name of commandNames) {
    const text = usage(name);
    expect(text).toContain(commands[name].description);
    for (const option of commands[name].options) expect(text).toContain(`  --${option}`);
  }
});

test('--version prints the version of the package', () => {
  const manifest = readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const program = resolve(import.meta.dirname, '../bin/alga-appliance.cjs');
  const printed = execFileSync(process.execPath, [program, '--version'], { encoding: 'utf8' });
  expect(printed).toBe(`alga-appliance ${version}\n`);
});

/** What bash offers for words of which the last is being typed. */
const offered = (...words: readonly string[]): readonly string[] => {
  const script = `${completion('bash')}
COMP_WORDS=(alga-appliance "$@") COMP_CWORD=$#
_alga_appliance
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
};

test('bash completes commands, options and files', () => {
  expect(offered('')).toEqual([
    ...['bootstrap', 'tenant', 'deploy', 'status', 'secrets', 'backup', 'restore', 'wipe'],
    ...['completion', '--help', '--version'],
  ]);
  expect(offered('secrets', '')).toEqual(['export', 'rotate']);
  expect(offered('secrets', 'export', '--pass')).toEqual(['--passphrase-file']);
  expect(offered('wipe', '--y')).toEqual(['--yes']);
  expect(offered('status', '--w')).toEqual(['--watch']);
  expect(offered('tenant', '--tenant-file', 'usage.t').toSorted()).toEqual([
    'usage.test.ts',
    'usage.ts',
  ]);
  expect(offered('status', '--y')).toEqual(['']);
  expect(offered('restore', '--from', 'usage.t').toSorted()).toEqual(['usage.test.ts', 'usage.ts']);
  expect(offered('completion', 'z')).toEqual(['zsh']);
});
