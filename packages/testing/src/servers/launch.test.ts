import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { makeFolder, removeFolder } from './folder.ts';
import { type Launch, launch } from './launch.ts';
import { isRunning } from './running.ts';

const server = (script: string, folder: string): Launch => ({
  command: 'sh',
  arguments: ['-c', script],
  folder,
  stopSignal: 'SIGTERM',
  ready: /^ready/,
});

test('a stop waits for the child processes of the server', async () => {
  const folder = await makeFolder('launch');
  const running = await launch(server('sleep 60 & echo ready $!; wait', folder));
  const sleeper = Number(running.log()[0]?.slice('ready '.length));
  expect([running.pid, sleeper].map(isRunning)).toEqual([true, true]);

  const stopped = running.stop();
  // A process that is no longer listed has ended.
  await eventually(() => existsSync(`/proc/${running.pid}`), false);
  expect(await Promise.race([stopped, 'still waiting'])).toBe('still waiting');
  process.kill(sleeper);
  expect(await stopped).toEqual({ code: null, signal: 'SIGTERM' });
  // Its output ends a moment before it does.
  await eventually(() => isRunning(sleeper), false);
  await removeFolder(folder);
});

test('reports the output of a server that ends before it is ready', async () => {
  const folder = await makeFolder('launch');
  const failing = launch(server('echo no memory >&2; exit 1', folder));
  await expect(failing).rejects.toThrow('no memory');
  await removeFolder(folder);
});

test('if the parent process is killed, the server stops and its folder is removed', async () => {
  const program = `
    import { makeFolder } from '${new URL('folder.ts', import.meta.url)}';
    import { launch } from '${new URL('launch.ts', import.meta.url)}';
    const folder = await makeFolder('launch');
    const stubborn = 'trap "" TERM; echo ready; while :; do sleep 0.1; done';
    const { pid } = await launch({ ...${JSON.stringify(server('', ''))}, arguments: ['-c', stubborn], folder, ready: /ready/ });
    console.log(JSON.stringify({ pid, folder }));
  `;
  const owner = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: owner.stdout }), 'line');
  const { pid, folder } = JSON.parse(line);
  expect([isRunning(pid), existsSync(folder)]).toEqual([true, true]);

  owner.kill('SIGKILL');
  await eventually(() => [isRunning(pid), existsSync(folder)], [false, false]);
});
