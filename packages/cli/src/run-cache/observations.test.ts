import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { observations } from './observations.ts';

const folder = mkdtempSync(join(tmpdir(), 'observations-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'a.txt');
writeFileSync(file, 'a');

const stamp = expect.stringMatching(/^1 \d+ \d+ \d+$/);
const digest = expect.stringMatching(/^.{44}$/);

test('a file whose times the run has asked for is identified by them', () => {
  const observed = observations();
  observed.stat(file);
  expect(statSync(file).size).toBe(1);
  expect(observed.all()?.get(file)).toEqual({ kind: 'file', stamp });
});

test('a file that the run has also read is identified by its content', () => {
  const observed = observations();
  observed.stat(file);
  observed.read(file)(readFileSync(file));
  expect(observed.all()?.get(file)).toEqual({ kind: 'file', stamp, digest });
});

test('a file that is read in another way is read at the end', () => {
  const observed = observations();
  observed.stat(file);
  observed.read(file);
  expect(observed.all()?.get(file)).toEqual({ kind: 'file', stamp, digest });
});

test('what the run has seen to be missing is recorded as missing', () => {
  const observed = observations();
  const missing = join(folder, 'missing.txt');
  observed.note(missing, { kind: 'none', stamp: '' });
  expect(observed.all()?.get(missing)).toMatchObject({ kind: 'none' });
});

test('a run that has seen something else before and after is not recorded', () => {
  const observed = observations();
  observed.kind(file);
  observed.note(file, { kind: 'none', stamp: '' });
  expect(observed.all()).toBeUndefined();
});

test('what lstat finds is recorded with the target of a link', () => {
  symlinkSync('a.txt', join(folder, 'link'));
  const places = ['a.txt', 'link', 'none'].map((name) => join(folder, name));
  // Its functions are observed until the process ends.
  const script = `import fs from 'node:fs';
import { observeFiles } from ${JSON.stringify(join(import.meta.dirname, 'fs.ts'))};
import { observations } from ${JSON.stringify(join(import.meta.dirname, 'observations.ts'))};
const observed = observations();
observeFiles(observed);
const places = ${JSON.stringify(places)};
for (const place of places) fs.lstatSync(place, { throwIfNoEntry: false });
process.stdout.write(JSON.stringify(places.map((place) => observed.all().get(place).kind)));
`;
  const args = ['--conditions=@helm-charts/source', '--input-type=module', '--eval', script];
  const kinds: unknown = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(kinds).toEqual(['file', 'link to a.txt, file', 'none']);
});
