import { expect, test } from 'vitest';
import { createPool } from './pool.ts';

test('runs no more tasks at once than the limit, in order, and goes on after a failure', async () => {
  const pool = createPool(2);
  const log: string[] = [];
  let running = 0;
  const task = (name: string) => async () => {
    log.push(`${name} beside ${running}`);
    running += 1;
    await new Promise(setImmediate);
    running -= 1;
    if (name === 'b') throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => pool(task(name))));
  expect(log).toEqual(['a beside 0', 'b beside 1', 'c beside 1', 'd beside 1']);
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);

  log.length = 0;
  await Promise.all(['e', 'f', 'g'].map((name) => pool(task(name))));
  expect(log).toEqual(['e beside 0', 'f beside 1', 'g beside 1']);
});

test('an urgent task goes before those that wait', async () => {
  const pool = createPool(1);
  const log: string[] = [];
  const task = (name: string) => async () => {
    await new Promise(setImmediate);
    log.push(name);
  };
  await Promise.all([pool(task('a')), pool(task('b')), pool(task('c'), true)]);
  expect(log).toEqual(['a', 'c', 'b']);
});
