import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileName } from './generate.ts';
import { folderHash, type Lock } from './lock.ts';
import { sources } from './sources.ts';

const root = join(import.meta.dirname, '../../schemas');
const lock: Lock = JSON.parse(readFileSync(join(root, 'lock.json'), 'utf8'));

const filesOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(root, folder)).map((name) => [
      name,
      readFileSync(join(root, folder, name), 'utf8'),
    ]),
  );

test.each(Object.entries(lock.folders))('%s is as locked', (folder, hash) => {
  expect(folderHash(filesOf(folder))).toBe(hash);
});

test('every source is locked with its hash', () => {
  expect(Object.keys(lock.sources)).toEqual(Object.keys(sources));
  for (const { hash } of Object.values(lock.sources)) expect(hash).toMatch(/^h1:/);
});

test.each(Object.values(sources))('every kind has a schema without prose', ({ folder, kinds }) => {
  const files = filesOf(folder);
  for (const [apiVersion, names] of Object.entries(kinds)) {
    for (const kind of names) expect(files).toHaveProperty([fileName(apiVersion, kind)]);
  }
  expect(Object.values(files).join('')).not.toMatch(
    /"description": "|x-kubernetes-validations": \[/,
  );
});
