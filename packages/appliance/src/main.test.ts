import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from './testing/appliance.ts';
import { runAtTerminal } from './testing/terminal.ts';

const program = resolve(import.meta.dirname, '../bin/alga-appliance.cjs');
const run = promisify(execFile);

const at = ({ server, directory }: Appliance, command: string) =>
  runAtTerminal(
    `exec '${process.execPath}' '${program}' ${command}`,
    { KUBECONFIG: server.kubeconfig },
    directory,
  );

const running = async (hasTenant = false): Promise<Appliance> => {
  const appliance = await startAppliance({ hasTenant });
  const flux = ['--flux-manifest', join(appliance.folder, 'flux.yaml')];
  await appliance.run(['bootstrap', '--url', 'https://git.site/a.git', ...flux]);
  return appliance;
};

test('T016: at a terminal a wipe asks for the name of the profile', async (context) => {
  await using appliance = await running();
  const terminal = await orSkip(context, at(appliance, 'wipe'));
  await terminal.type('site\r', 'Type the name of the profile, site, to go on: ');
  expect(await terminal.exitCode()).toBe(0);
  expect(terminal.shown()).toContain('deleted PersistentVolumeClaim apps/db-data');
  expect(appliance.server.objects.has('Secret apps/db')).toBe(false);
});

test('T016: Ctrl-C at a question is a stop, and nothing has happened', async (context) => {
  await using appliance = await running();
  const before = appliance.server.versions();
  const terminal = await orSkip(context, at(appliance, 'wipe'));
  await terminal.type('\x03', 'Type the name of the profile, site, to go on: ');
  expect(await terminal.exitCode()).toBe(130);
  expect(terminal.shown()).toContain('wipe: failed (exit code 130)');
  expect(appliance.server.versions()).toEqual(before);
});

test('T016: Ctrl-C while something is waited for is a stop', async (context) => {
  await using appliance = await running();
  appliance.flux.stop();
  const terminal = await orSkip(context, at(appliance, 'deploy'));
  await terminal.type('\x03', 'waiting for GitRepository');
  expect(await terminal.exitCode()).toBe(130);
  expect(terminal.shown()).toContain('stopping after what is being written');
  expect(terminal.shown()).toContain('[interrupted]');
});

test('T016: a passphrase is not shown while it is typed', async (context) => {
  await using appliance = await running();
  const output = join(appliance.folder, 'export.age');
  const terminal = await orSkip(context, at(appliance, `secrets export --output '${output}'`));
  await terminal.type('four words and a number\r', 'Passphrase of the export: ');
  await terminal.type('four words and a number\r', 'The same again: ');
  expect(await terminal.exitCode()).toBe(0);
  expect(terminal.shown()).not.toContain('four words');
  expect(existsSync(output)).toBe(true);
});

test('at a terminal the tenant is asked for, and its password is not shown', async (context) => {
  await using appliance = await running(true);
  const terminal = await orSkip(context, at(appliance, 'tenant'));
  await terminal.type('Analytical Engines\r', 'Organisation that works with this appliance: ');
  await terminal.type('Ada\r', 'First name of its administrator: ');
  await terminal.type('Lovelace\r', 'Last name: ');
  await terminal.type('ada@example.com\r', 'E-mail address to log in with: ');
  await terminal.type('Correct-horse: 1\r', 'Password: ');
  await terminal.type('Correct-horse: 1\r', 'The same again: ');
  expect(await terminal.exitCode()).toBe(0);
  expect(terminal.shown()).not.toContain('Correct');
  expect(appliance.bootstrap.administrator).toBe('ada@example.com');
});

test('T016: without a terminal nothing is asked, and the exit code says how it went', async () => {
  await using appliance = await running();
  const { server, directory } = appliance;
  const env = { ...process.env, KUBECONFIG: server.kubeconfig };
  const wipe = run(process.execPath, [program, 'wipe'], { env, cwd: directory });
  await expect(wipe).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no terminal to ask at; give --yes --profile site'),
  });
  const status = await run(process.execPath, [program, 'status', '--json'], {
    env,
    cwd: directory,
  });
  expect(JSON.parse(status.stdout)).toMatchObject({ command: 'status', exitCode: 0 });
});

test('T016: no other program is needed', async () => {
  await using appliance = await running();
  const { server, directory } = appliance;
  const env = { PATH: '', KUBECONFIG: server.kubeconfig };
  const deploy = await run(process.execPath, [program, 'deploy'], { env, cwd: directory });
  expect(deploy.stderr).toContain('deploy: done, ');
});
