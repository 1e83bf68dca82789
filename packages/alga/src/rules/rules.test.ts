import { resolve } from 'node:path';
import { rulePage, tryRule } from '@helm-charts/check';
import { expect, test } from 'vitest';
import { alga } from './index.ts';

const set = alga();

test.each(set.rules)('$id reports its bad example and not its good one', (rule) => {
  expect(tryRule(rule, rule.bad)).not.toEqual([]);
  expect(tryRule(rule, rule.good)).toEqual([]);
});

test('the rules of the set are sorted by id', () => {
  const ids = set.rules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  expect(set.rules.filter((rule) => rule.set !== set.name)).toEqual([]);
});

test('docs/rules/alga.md lists its rules; vitest -u updates it', async () => {
  const page = resolve(import.meta.dirname, '../../../../docs/rules/alga.md');
  const introduction =
    'What the charts of Alga PSA, its pool, its workflows and its workers agree on.';
  await expect(`${rulePage(set, introduction)}\n`).toMatchFileSnapshot(page);
});
