import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import { beforeEach, expect, test } from 'vitest';
import { validateAsApiServer } from './validate.ts';

let cache: string;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'apiserver-'));
  cache = join(directory, 'api.json');
  return () => rm(directory, { recursive: true });
});

test('says that the program is not built, with the command', async () => {
  const program = join(cache, 'helm-charts-apiserver');
  expect(await validateAsApiServer([], { cache, program })).toEqual({
    status: 'not-built',
    program,
    fix: 'set the option program to the path of helm-charts-apiserver',
  });
});

test('a program that ends without an answer is a failure', async () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n';
  const { documents } = parseManifests(text, 'shop.yaml');
  const failure = (program: string) =>
    validateAsApiServer(documents, { cache, program }).catch((cause: unknown) => cause);
  expect(await failure('/bin/true')).toMatchInlineSnapshot(
    `[Failure: error /bin/true: the program ended with 0. [environment]]`,
  );
  expect(await failure('/bin/false')).toMatchInlineSnapshot(
    `[Failure: error /bin/false: the program ended with 1. [environment]]`,
  );
});

test('an abort ends the program with exit code 130', async () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n';
  const { documents } = parseManifests(text, 'shop.yaml');
  const abort = new AbortController();
  // It reads its input and answers nothing.
  const program = await silentProgram();
  const answer = validateAsApiServer(documents, { cache, program, signal: abort.signal });
  setTimeout(() => abort.abort(), 200);
  await expect(answer).rejects.toMatchObject({ exitCode: 130 });
  const again = validateAsApiServer(documents, { cache, program, signal: abort.signal });
  await expect(again).rejects.toMatchObject({ exitCode: 130 });
});

test('a file that is no program is a failure', async () => {
  const program = join(dirname(cache), 'helm-charts-apiserver');
  await writeFile(program, 'a text', { mode: 0o755 });
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n';
  const { documents } = parseManifests(text, 'shop.yaml');
  await expect(validateAsApiServer(documents, { cache, program })).rejects.toMatchObject({
    exitCode: 3,
    message: `error ${program}: the program cannot be started: it is damaged. [environment]`,
  });
});

const silentProgram = async (): Promise<string> => {
  const program = join(dirname(cache), 'silent');
  await writeFile(program, '#!/bin/sh\nexec cat >/dev/null\n', { mode: 0o755 });
  return program;
};
