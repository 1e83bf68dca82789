import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { loadValidator } from 'kubeconform-wasm';
import { beforeEach, expect, test } from 'vitest';
import { openValidationCache } from './validation-cache.ts';

const validator = await loadValidator();

let file: string;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'verdicts-'));
  file = join(directory, 'charts/probe.json');
  return () => rm(directory, { recursive: true });
});

const service = (type: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {type: ${type}, ports: [{port: 1}]}\n`;
const right = service('ClusterIP');
const wrong = service('7');

/** Asks for documents as a run does, and tells which of them the validator itself was given. */
const run = async (documents: readonly string[], by?: string) => {
  const given: string[] = [];
  const validate = (document: string) => {
    given.push(document);
    return validator.validate(document);
  };
  const verdicts = await openValidationCache(file, async () => ({ validate }), by);
  const said = await Promise.all(documents.map(verdicts.validate));
  await verdicts.keep();
  return { said: said.map(({ status }) => status), errors: said, given };
};

test('what was said of a document is said again without the validator', async () => {
  const first = await run([right, wrong, right]);
  expect(first.said).toEqual(['valid', 'invalid', 'valid']);
  expect(first.given).toEqual([right, wrong]);
  const second = await run([right, wrong, right]);
  expect(second).toEqual({ ...first, given: [] });
  expect(second.errors[1]).toMatchObject({ errors: [{ path: '/spec/type' }] });
});

test('a document that changed is new', async () => {
  await run([right]);
  expect(await run([wrong])).toMatchObject({ said: ['invalid'], given: [wrong] });
});

test('another validator is asked for everything', async () => {
  await run([right], 'one');
  expect((await run([right], 'one')).given).toEqual([]);
  expect((await run([right], 'another')).given).toEqual([right]);
});

test('what is no longer there is forgotten', async () => {
  await run([right, wrong]);
  await run([right]);
  expect((await run([right, wrong])).given).toEqual([wrong]);
});

test('what could not be read is tried again', async () => {
  expect((await run(['{'])).said).toEqual(['malformed']);
  expect((await run(['{'])).given).toEqual(['{']);
});

test('a file that is no longer whole counts for nothing', async () => {
  await run([right]);
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, -9));
  expect((await run([right])).given).toEqual([right]);
});

test('without a validator a new document is a failure, and nothing is kept of it', async () => {
  const failure = new Failure(3, []);
  const verdicts = await openValidationCache(file, () => Promise.reject(failure));
  await expect(verdicts.validate(right)).rejects.toBe(failure);
  await expect(verdicts.keep()).rejects.toBe(failure);
  expect((await run([right])).given).toEqual([right]);
});
