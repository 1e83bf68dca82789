import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from './rules.ts';

test('docs/releases.md has the table of all rules', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/releases.md'), 'utf8');
  const table = Object.values(rules)
    .map(({ level, change, why }) => `| ${level} | ${change} | ${why} |\n`)
    .join('');
  expect(page).toContain(`| level | change | why |\n| --- | --- | --- |\n${table}`);
});
