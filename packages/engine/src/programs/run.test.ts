import { copyFile, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { run } from './run.ts';

test('a program gets no settings of the user and no network', async () => {
  vi.stubEnv('HELM_DEBUG', 'true');
  vi.stubEnv('PATH', '/usr/bin:/bin');
  const { stdout } = await run({ path: '/usr/bin/env', args: [], purpose: 'testing' });
  vi.unstubAllEnvs();
  expect(stdout.trim().split('\n').sort()).toMatchInlineSnapshot(`
    [
      "GIT_ALLOW_PROTOCOL=none",
      "GOGC=off",
      "GOMEMLIMIT=134217728B",
      "HELM_CACHE_HOME=/nonexistent",
      "HELM_CONFIG_HOME=/nonexistent",
      "HELM_DATA_HOME=/nonexistent",
      "HELM_PLUGINS=/nonexistent",
      "HOME=/nonexistent",
      "HTTPS_PROXY=http://127.0.0.1:9",
      "HTTP_PROXY=http://127.0.0.1:9",
      "KUBECONFIG=/dev/null",
      "LC_ALL=C",
      "PATH=/usr/bin:/bin",
      "TZ=UTC",
      "http_proxy=http://127.0.0.1:9",
      "https_proxy=http://127.0.0.1:9",
    ]
  `);
});

test('passes the input to a program and returns both output streams', async () => {
  const args = ['-c', 'cat; echo bad >&2; exit 1'];
  const outcome = run({ path: '/bin/sh', args, input: 'größe', purpose: 'testing' });
  expect(await outcome).toEqual({ isOk: false, stdout: 'größe', stderr: 'bad\n' });
});

test('a program may ignore its input', async () => {
  const outcome = run({ path: '/bin/true', args: [], input: 'x'.repeat(1e6), purpose: 'testing' });
  expect((await outcome).isOk).toBe(true);
});

test('aborting kills a running program', async () => {
  const abort = new AbortController();
  const running = run({
    path: '/bin/sh',
    args: ['-c', 'echo started; exec sleep 60'],
    signal: abort.signal,
    purpose: 'testing',
  });
  setImmediate(() => abort.abort());
  await expect(running).rejects.toMatchObject({ exitCode: 130 });
});

test('a program that cannot be started is an error of the environment', async () => {
  const running = run({ path: '/no/such/program', args: [], purpose: 'testing' });
  await expect(running).rejects.toMatchObject({ exitCode: 3 });
});

test('a damaged program is not started, since a shell would take its bytes for commands', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'run-'));
  const path = join(folder, 'program');
  await writeFile(path, `echo > ${folder}/made\n`, { mode: 0o755 });
  await expect(run({ path, args: [], purpose: 'testing' })).rejects.toThrow(
    'the program cannot be started: it is damaged or for another platform',
  );
  expect(await readdir(folder)).toEqual(['program']);
  await rm(folder, { recursive: true });
});

test('a program whose file somebody still writes is started when the file is closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'run-'));
  const path = join(folder, 'program');
  await copyFile('/bin/true', path);
  const writer = await open(path, 'r+');
  const outcome = run({ path, args: [], purpose: 'testing' });
  setTimeout(() => writer.close(), 50);
  expect((await outcome).isOk).toBe(true);
  await rm(folder, { recursive: true });
});
