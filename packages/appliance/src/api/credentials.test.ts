import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from '../testing/appliance.ts';

/** Runs `status` with a credential plugin that is a shell script; FOLDER in it is a folder of the test. */
const statusWith = async (
  { folder, server, run }: Appliance,
  script: string,
  { exec = {}, args = ['--timeout', '2s'], signal = new AbortController().signal } = {},
) => {
  const config = JSON.parse(readFileSync(server.kubeconfig, 'utf8'));
  const plugin = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'sh',
    args: ['-c', script.replaceAll('FOLDER', folder)],
    ...exec,
  };
  const kubeconfig = join(folder, 'kubeconfig');
  const users = [{ name: 'test', user: { exec: plugin } }];
  writeFileSync(kubeconfig, JSON.stringify({ ...config, users }));
  return run(['status', ...args], { environment: { KUBECONFIG: kubeconfig }, signal });
};

const credential = (status: object): string =>
  `printf '%s' '${JSON.stringify({ kind: 'ExecCredential', status })}'`;

const isAlive = (pid: string): boolean => {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
};

/** The process ids that a script has written to the file `pids`. */
const pidsIn = ({ folder }: Appliance): readonly string[] => {
  const file = join(folder, 'pids');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

const hangs = 'sleep 300 & echo $$ >FOLDER/pids; echo $! >>FOLDER/pids; wait';

test('a plugin that hangs is killed with its children when the time is over', async () => {
  await using appliance = await startAppliance();
  const start = Date.now();
  const { exitCode, said } = await statusWith(appliance, hangs);
  expect(Date.now() - start).toBeLessThan(5_000);
  expect([exitCode, said]).toEqual([
    3,
    expect.stringContaining(
      'error sh: the credential plugin of the kubeconfig did not end within 2 s; run it by hand to see what it waits for, or give a longer --timeout. [kubeconfig]',
    ),
  ]);
  expect(pidsIn(appliance)).toHaveLength(2);
  await eventually(() => pidsIn(appliance).filter(isAlive), []);
});

test('a plugin that hangs is killed when the command is interrupted', async () => {
  await using appliance = await startAppliance();
  const stop = new AbortController();
  const running = statusWith(appliance, hangs, { args: [], signal: stop.signal });
  await eventually(() => pidsIn(appliance).length, 2);
  stop.abort();
  expect((await running).exitCode).toBe(130);
  await eventually(() => pidsIn(appliance).filter(isAlive), []);
});

test('a plugin runs once for all requests, and again when its credentials have expired', async () => {
  await using appliance = await startAppliance();
  const { folder } = appliance;
  const runs = (name: string) => readFileSync(join(folder, name), 'utf8').length;
  const lasting = credential({ token: 'word', expirationTimestamp: '2999-01-01T00:00:00Z' });
  const { exitCode } = await statusWith(appliance, `printf x >>FOLDER/lasting; ${lasting}`);
  expect([exitCode, runs('lasting')]).toEqual([1, 1]);
  const expired = credential({ token: 'word', expirationTimestamp: '2001-01-01T00:00:00Z' });
  await statusWith(appliance, `printf x >>FOLDER/expired; ${expired}`);
  expect(runs('expired')).toBeGreaterThan(1);
});

test('a plugin gets its variables and is told that nobody answers', async () => {
  await using appliance = await startAppliance();
  const script = `printf '%s' "$ROLE $KUBERNETES_EXEC_INFO" >FOLDER/seen; cat >>FOLDER/seen; ${credential({ token: 'word' })}`;
  await statusWith(appliance, script, { exec: { env: [{ name: 'ROLE', value: 'admin' }] } });
  expect(readFileSync(join(appliance.folder, 'seen'), 'utf8')).toBe(
    'admin {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false}}',
  );
});

test.each([
  ['true', 'printed no credentials; run it by hand'],
  ['echo null', 'printed no credentials; run it by hand'],
  ['echo first >&2; echo not logged in >&2; exit 4', 'ended with exit code 4: not logged in; run'],
])('a plugin that gives no credentials is an error: %s', async (script, sentence) => {
  await using appliance = await startAppliance();
  const { exitCode, said } = await statusWith(appliance, script);
  expect([exitCode, said]).toEqual([
    3,
    expect.stringContaining(`the credential plugin of the kubeconfig ${sentence}`),
  ]);
});

test('a plugin that is not installed is an error with its hint', async () => {
  await using appliance = await startAppliance();
  const exec = { command: '/nonexistent/login', installHint: 'Get it from IT.\n' };
  const { exitCode, said } = await statusWith(appliance, '', { exec });
  expect([exitCode, said]).toEqual([
    3,
    expect.stringContaining(
      'error /nonexistent/login: the credential plugin of the kubeconfig cannot be started; Get it from IT. [kubeconfig]',
    ),
  ]);
});
