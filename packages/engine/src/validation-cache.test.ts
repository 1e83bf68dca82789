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

/** Validates documents as a run does. Returns the documents that the validator itself received. */
const run = async (documents: readonly string[], identity = 'one') => {
  const given: string[] = [];
  const validate = (asked: readonly string[]) => {
    given.push(...asked);
    return Promise.all(asked.map(validator.validate));
  };
  const verdicts = openValidationCache(file, { identity, validate });
  const said = await verdicts.validate(documents);
  verdicts.keep();
  return { said: said.map(({ status }) => status), errors: said, given };
};

test('returns the cached result of a document without the validator', async () => {
  const first = await run([right, wrong, right]);
  expect(first.said).toEqual(['valid', 'invalid', 'valid']);
  expect(first.given).toEqual([right, wrong]);
  const second = await run([right, wrong, right]);
  expect(second).toEqual({ ...first, given: [] });
  expect(second.errors[1]).toMatchObject({ errors: [{ path: '/spec/type' }] });
});

test('validates a changed document again', async () => {
  await run([right]);
  expect(await run([wrong])).toMatchObject({ said: ['invalid'], given: [wrong] });
});

test('another validator validates everything again', async () => {
  await run([right], 'one');
  expect((await run([right], 'one')).given).toEqual([]);
  expect((await run([right], 'another')).given).toEqual([right]);
});

test('removes the results of documents that no longer exist', async () => {
  await run([right, wrong]);
  await run([right]);
  expect((await run([right, wrong])).given).toEqual([wrong]);
});

test('validates a document that could not be parsed again', async () => {
  expect((await run(['{'])).said).toEqual(['malformed']);
  expect((await run(['{'])).given).toEqual(['{']);
});

test('ignores a damaged cache file', async () => {
  await run([right]);
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, -9));
  expect((await run([right])).given).toEqual([right]);
});

test('without a validator, a new document fails and is not cached', async () => {
  const failure = new Failure(3, []);
  const validate = () => Promise.reject(failure);
  const verdicts = openValidationCache(file, { identity: 'one', validate });
  await expect(verdicts.validate([right])).rejects.toBe(failure);
  verdicts.keep();
  expect((await run([right])).given).toEqual([right]);
});
