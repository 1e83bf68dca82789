import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { orFail } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { good, loop, releasesOf } from '../testing/hostile.ts';
import { childrenOf, eventually, isRunning } from '../testing/processes.ts';
import type { Request } from './process.ts';
import { nativeProgram } from './program.ts';
import { supervise, type Task } from './supervise.ts';

/** A copy of the native program, since other tests in this process start the same one. */
const copied = async () => {
  const folder = await workspace({});
  const name = `engine-${basename(folder)}`;
  const path = join(folder, name);
  await copyFile(orFail(await nativeProgram()), path);
  return { path, running: () => childrenOf(process.pid, name) };
};

const program = async (script: string): Promise<string> => {
  const path = join(await workspace({}), 'program');
  await writeFile(path, `#!${process.execPath}\n${script}`);
  await chmod(path, 0o755);
  return path;
};

const task = (request: Request): Task => ({
  request,
  limits: defaultLimits,
  what: 'its templates',
  purpose: 'testing',
});

const render = (release: object): Task => {
  const work = { ...release, kubeVersion: '1.36.3' };
  return task({ render: work });
};

test('the request of a program that is killed twice is given up, and the others are answered', async () => {
  const { releases } = await releasesOf({ loop, good });
  const [looping, rendering] = releases.map(render);
  if (looping === undefined || rendering === undefined) throw new Error('there are two');
  const { path, running } = await copied();
  const { ask } = supervise(path);
  await ask(rendering);
  const killed = ask(looping);
  const other = ask(rendering);
  const [first = 0] = running();
  process.kill(first, 'SIGKILL');
  process.kill(await eventually(() => running().find((pid) => pid !== first)), 'SIGKILL');
  await expect(killed).rejects.toMatchInlineSnapshot(
    `[Error: the engine ended twice before its templates finished (killed by SIGKILL)]`,
  );
  expect(await other).toMatchObject({ result: { text: expect.stringContaining('ConfigMap') } });
}, 60_000);

test('an abort ends the program, and a later request starts another one', async () => {
  const { releases } = await releasesOf({ loop, good });
  const { path, running } = await copied();
  const { ask } = supervise(path);
  const [looping, rendering] = releases.map((release) =>
    // Longer than this test, so that only the abort ends it.
    ({
      ...render(release),
      limits: { ...defaultLimits, timeout: 600_000 },
    }),
  );
  if (looping === undefined || rendering === undefined) throw new Error('there are two');
  const abort = new AbortController();
  const aborted = ask({ ...looping, signal: abort.signal });
  const pid = await eventually(() => running()[0]);
  abort.abort();
  await expect(aborted).rejects.toMatchObject({ exitCode: 130 });
  await eventually(() => !isRunning(pid));
  expect(await ask(rendering)).toMatchObject({ result: {} });
}, 60_000);

test('sends some requests at a time, in order, the urgent ones first', async () => {
  // It answers with what it has got, when nothing more comes.
  const path = await program(`
    console.log('{"hello":"helm-charts-engine"}');
    let got = [];
    let timer;
    require('node:readline').createInterface(process.stdin).on('line', (line) => {
      got.push(JSON.parse(line));
      clearTimeout(timer);
      timer = setTimeout(() => {
        const ids = got.map(({ name }) => name);
        for (const { id } of got.splice(0)) console.log(JSON.stringify({ id, result: ids }));
      }, 100);
    });`);
  const { ask } = supervise(path);
  const names = Array.from({ length: 1000 }, (_, index) => index);
  const window = 4 * availableParallelism();
  const asked = names.slice(0, 3 * window).map((name) => ask(task({ name })));
  const urgent = ['one', 'two'].map((name) => ask({ ...task({ name }), isUrgent: true }));
  const batches = new Set(
    (await Promise.all([...asked, ...urgent])).map(({ result }) => String(result)),
  );
  const order = [...batches].flatMap((batch) => batch.split(','));
  expect([...batches].every((batch) => batch.split(',').length <= window)).toBe(true);
  expect(order).toEqual([
    ...names.slice(0, window).map(String),
    ...['one', 'two'],
    ...names.slice(window, 3 * window).map(String),
  ]);
}, 60_000);

test('gives up a request that a program answers with something else than JSON', async () => {
  const path = await program(`
    console.log('{"hello":"helm-charts-engine"}');
    process.stdin.on('data', () => console.log('no JSON'));`);
  await expect(supervise(path).ask(task({}))).rejects.toThrow(
    'the engine ended twice before its templates finished (killed by SIGKILL)',
  );
});

test.each([
  ['a file that is no program', 'x', 0o755, /damaged or for another platform/],
  ['a file that is not executable', '#!/bin/sh\n', 0o644, /^it is not executable$/],
  ['another program', '#!/bin/sh\ncat\n', 0o755, /damaged or for another platform/],
])('refuses %s', async (_, text, mode, reason) => {
  const path = join(await workspace({}), 'program');
  await writeFile(path, text);
  await chmod(path, mode);
  await expect(supervise(path).ask(task({}))).rejects.toThrow(reason);
});

test('refuses a program that is not there', async () => {
  await expect(supervise('/nonexistent/program').ask(task({}))).rejects.toThrow(
    'it does not exist',
  );
});
