import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { titlesOf } from './titles.ts';

const workspace = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(workspace, file), 'utf8');

interface Row {
  readonly id: string;
  readonly proof: string;
  readonly status: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

const rows: readonly Row[] = read('docs/upstream.md')
  .split('\n')
  .filter((line) => /^\| [FT]?\d+ \|/.test(line))
  .map((line) => {
    const [, id = '', , proof = '', status = ''] = line.split('|').map((cell) => cell.trim());
    const tests = [...proof.matchAll(/`([\w./-]+\.ts)`: `([^`]+)`/g)];
    return {
      id,
      proof,
      status,
      tests: tests.map(([, file = '', title = '']) => ({ file, title })),
    };
  });

test('every feature, test and defect has a row', () => {
  const numbered = (letter: string, first: number, last: number, digits: number) =>
    Array.from(
      { length: last - first + 1 },
      (_, index) => letter + String(first + index).padStart(digits, '0'),
    );
  expect(rows.map(({ id }) => id)).toEqual([
    ...numbered('F', 5, 9, 3),
    ...numbered('T', 1, 17, 3),
    ...numbered('', 1, 50, 1),
  ]);
});

const proven = rows.filter(({ status }) => status === 'proven');

test('what is not proven says why', () => {
  const others = rows.filter((row) => !proven.includes(row));
  for (const { id, proof, status } of others) {
    expect(['open', 'left out'], id).toContain(status);
    expect(proof, id).toMatch(/\w+ \w+/);
  }
});

test.each(proven)('$id is proven by tests that are there, and are run', ({ proof, tests }) => {
  // Nothing else stands beside the tests, or one that is misspelt would go unnoticed.
  const written = tests.map(({ file, title }) => `\`${file}\`: \`${title}\``);
  expect(written).not.toEqual([]);
  expect(proof).toBe(written.join('<br>'));
  for (const { file, title } of tests) {
    expect(existsSync(join(workspace, file)) && isRun(file), file).toBe(true);
    expect([...titlesOf(file, read(file))]).toContain(title);
  }
});

test('the tests of the plan that are about one chart are called by their names', () => {
  const named = /^T0(0[1-3]|0[7-9]|1[0-6])$/;
  const others = proven.filter(
    ({ id, tests }) => named.test(id) && !tests.every(({ title }) => title.startsWith(id)),
  );
  expect(others).toEqual([]);
  expect(proven.filter(({ id }) => named.test(id))).toHaveLength(13);
});

/** What `npm test` and `npm run e2e:cluster` run: vitest includes these files, and the tests of charts import the others. */
const isRun = (file: string): boolean =>
  /^((packages|charts|flux-profiles)\/[\w-]+\/src|tools)\/.*\.(test|e2e)\.ts$/.test(file) ||
  /^packages\/testing\/src\/(workers|contract)\/\w+\.ts$/.test(file);
