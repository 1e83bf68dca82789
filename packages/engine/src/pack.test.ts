import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { openPack } from './pack.ts';

const key = (one: string): string => one.repeat(64);
const large = 'x'.repeat(2 ** 20);

/** The same entries, as if they were used some days earlier. */
const age = (file: string, days: number): void => {
  const today = Math.floor(Date.now() / (24 * 60 * 60 * 1000));
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(` ${today} `, ` ${today - days} `));
};

test('a large file keeps what this process has used and what was used last', async () => {
  const file = join(await workspace({}), 'pack.jsonl');
  const add = (one: string): void => {
    const pack = openPack(file);
    pack.add(key(one), large);
    pack.flush();
  };
  for (const one of 'abcd') add(one);
  const pack = openPack(file);
  expect(pack.get(key('b'))).toBe(large);
  pack.add(key('e'), large);
  expect(pack.keep()).toBe(true);
  const again = openPack(file);
  const left = [...'abcde'].filter((one) => again.get(key(one)) === large);
  expect(left).toEqual(['b', 'd', 'e']);
  expect(again.keep()).toBe(false);
});

test('a file loses what was not used for a month', async () => {
  const file = join(await workspace({}), 'pack.jsonl');
  const first = openPack(file);
  for (const one of 'abcd') first.add(key(one), `the value of ${one}`);
  first.flush();
  age(file, 31);
  const second = openPack(file);
  expect(second.get(key('a'))).toBeDefined();
  second.flush();
  const third = openPack(file);
  third.add(key('e'), 'e');
  third.keep();
  const last = openPack(file);
  expect([...'abcde'].filter((one) => last.get(key(one)) !== undefined)).toEqual(['a', 'e']);
});
