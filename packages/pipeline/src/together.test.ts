import { Failure } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { together } from './together.ts';

const failure = (exitCode: 2 | 3, where: string): Failure =>
  new Failure(exitCode, [{ rule: 'one', severity: 'error', where, message: 'no.' }]);

test('gives what all of them came to', async () => {
  expect(await together([Promise.resolve(1), 'two', undefined])).toEqual([1, 'two', undefined]);
});

test('waits for the last, also where one has failed', async () => {
  const last = Promise.withResolvers<void>();
  let hasEnded = false;
  const ending = together([Promise.reject(failure(2, 'a')), last.promise]).finally(() => {
    hasEnded = true;
  });
  await new Promise(setImmediate);
  expect(hasEnded).toBe(false);
  last.resolve();
  await expect(ending).rejects.toThrow('error a: no. [one]');
});

test('says all that is wrong, each once', async () => {
  const works = [failure(2, 'a'), failure(3, 'b'), failure(3, 'b')];
  await expect(together(works.map((one) => Promise.reject(one)))).rejects.toMatchObject({
    exitCode: 3,
    findings: [{ where: 'a' }, { where: 'b' }],
  });
});

test('an error of our own goes before failures', async () => {
  const works = [failure(2, 'a'), new TypeError('ours')];
  await expect(together(works.map((one) => Promise.reject(one)))).rejects.toThrow('ours');
});
