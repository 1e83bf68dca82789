import { resolve } from 'node:path';
import { rulePage, tryRule } from '@helm-charts/check';
import { expect, test } from 'vitest';
import { alga } from './index.ts';

const set = alga();

test.each(set.rules)('$id finds its bad example and nothing in its good one', (rule) => {
  expect(tryRule(rule, rule.bad)).not.toEqual([]);
  expect(tryRule(rule, rule.good)).toEqual([]);
});

test('the rules of the set are its own, in the order of their ids', () => {
  const ids = set.rules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  expect(set.rules.filter((rule) => rule.set !== set.name)).toEqual([]);
});

test('docs/rules/alga.md shows its rules; vitest -u writes it again', async () => {
  const page = resolve(import.meta.dirname, '../../../../docs/rules/alga.md');
  const introduction =
    'What the charts of Alga PSA, its pool, its workflows and its workers agree on.';
  await expect(`${rulePage(set, introduction)}\n`).toMatchFileSnapshot(page);
});
