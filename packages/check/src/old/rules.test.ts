import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from './rules.ts';

const page = resolve(import.meta.dirname, '../../../../docs/rules.md');

test('docs/rules.md has the table of the rules; vitest -u writes it anew', async () => {
  const [introduction = ''] = readFileSync(page, 'utf8').split(/^\| rule /m);
  const rows = rules.map(
    ({ id, summary, source, scope }) => `| ${id} | ${summary} | ${source} | ${scope} |\n`,
  );
  const head =
    '| rule | what must hold | where it comes from | scope |\n| --- | --- | --- | --- |\n';
  await expect(`${introduction}${head}${rows.join('')}`).toMatchFileSnapshot(page);
});

test('a test shows how each rule fails', () => {
  const texts = globSync('{flux,rules}/*.test.ts', { cwd: import.meta.dirname }).map((file) =>
    readFileSync(join(import.meta.dirname, file), 'utf8'),
  );
  const failing = new Set(
    texts
      .flatMap((text) => text.split(/^test/m))
      .filter((text) => /^\s+`?\[?\s*"(error|warning) /m.test(text))
      .map((text) => /^\(\s*["']([FR]\d+) /.exec(text)?.[1]),
  );
  expect(rules.map(({ id }) => id).filter((id) => !failing.has(id))).toEqual([]);
});

test('a sentence is one, and says where it comes from', () => {
  expect(rules.filter(({ summary }) => !/^[A-Z].*[^.]\.$/.test(summary))).toEqual([]);
  expect(rules.filter(({ source }) => source === '' || source.endsWith('.'))).toEqual([]);
});
