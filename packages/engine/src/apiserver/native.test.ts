import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nativeSession } from './native.ts';
import type { Inquiry } from './session.ts';

/** A program that notes each of its starts, and answers with the number of its process. */
const program = async (): Promise<{
  readonly path: string;
  readonly starts: () => Promise<number>;
}> => {
  const folder = await mkdtemp(join(tmpdir(), 'session-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [path, log] = [join(folder, 'program'), join(folder, 'log')];
  const text = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
appendFileSync(${JSON.stringify(log)}, '.');
require('node:readline').createInterface(process.stdin).on('line', (line) => {
  const { id } = JSON.parse(line);
  console.log(JSON.stringify({ id, result: [{ status: 'valid', message: String(process.pid) }] }));
});
`;
  await writeFile(path, text, { mode: 0o755 });
  return { path, starts: async () => (await readFile(log, 'utf8')).length };
};

const inquiry: Inquiry = { verb: 'create', objects: [], definitions: [], featureGates: {} };

test('sessions that are open at the same time share a program until the last of them ends', async () => {
  const { path, starts } = await program();
  const [first, second] = [nativeSession({ path }), nativeSession({ path })];
  const answers = await Promise.all([first.ask(inquiry), second.ask(inquiry)]);
  expect(answers[0]).toEqual(answers[1]);
  first.end();
  expect(await second.ask(inquiry)).toEqual(answers[0]);
  second.end();
  expect(await starts()).toBe(1);
  expect(await second.ask(inquiry)).not.toEqual(answers[0]);
  second.end();
  expect(await starts()).toBe(2);
});

test('sessions with other feature gates have a program of their own', async () => {
  const { path, starts } = await program();
  const first = nativeSession({ path });
  const second = nativeSession({ path, featureGates: { AllAlpha: true } });
  await Promise.all([first.ask(inquiry), second.ask(inquiry)]);
  first.end();
  second.end();
  expect(await starts()).toBe(2);
});

test('an abort rejects the inquiries of its own session only', async () => {
  const { path } = await program();
  const abort = new AbortController();
  const [first, second] = [nativeSession({ path, signal: abort.signal }), nativeSession({ path })];
  const answers = Promise.allSettled([first.ask(inquiry), second.ask(inquiry)]);
  abort.abort();
  const [aborted, answered] = await answers;
  second.end();
  expect(aborted).toMatchObject({ status: 'rejected', reason: { exitCode: 130 } });
  expect(answered).toMatchObject({ status: 'fulfilled' });
});
