import { type Finding, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { withoutAdvice } from './check.ts';
import { appliance } from './rules/appliance/index.ts';
import { flux } from './rules/flux/index.ts';
import { kubernetes } from './rules/kubernetes/index.ts';
import { harmful, refusedByApiServer } from './testing/changes/index.ts';
import { changed, findingsIn, set } from './testing/shop.ts';

const usual = withoutAdvice([kubernetes(), flux()]);
const all = [kubernetes(), flux(), appliance()];
const idOf = ({ position: _, ...finding }: Finding): string => JSON.stringify(finding);

test('the rules for trees of others find nothing in the shop', () => {
  expect(findingsIn(changed(), usual).map(printFinding)).toEqual([]);
});

test('of the shop, the other rules say only what an unattended cluster needs', () => {
  expect([...new Set(findingsIn(changed(), all).map(({ rule }) => rule))].toSorted()).toEqual([
    'claim-keep',
    'claim-size',
    'claim-storage-class',
    'claim-template',
    'namespace-prune',
    'progress-deadline',
  ]);
});

const before = new Set(findingsIn(changed(), all).map(idOf));

test.each(harmful)('$what is found by $rule', ({ changes, rule, isAdvice, isWarning }) => {
  const found = findingsIn(changed(...changes), isAdvice ? all : usual);
  const added = found.filter((finding) => !before.has(idOf(finding)));
  expect(added.map((finding) => finding.rule)).toContain(rule);
  expect(added.find((finding) => finding.rule === rule)).toMatchObject({
    severity: isWarning ? 'warning' : 'error',
    fix: expect.any(String),
  });
});

test.each(refusedByApiServer)(
  '$what is left to the validation of the API server',
  ({ changes }) => {
    expect(() => findingsIn(changed(...changes), all)).not.toThrow();
  },
);

test('an upgrade of Postgres to another major version is found', () => {
  const image = 'spec.template.spec.containers.0.image';
  const [old, now] = ['postgres:17.6', 'postgres:18.1'].map((name) =>
    changed(set('StatefulSet cache', image, name)),
  );
  const found = findingsIn(now ?? '', usual, old);
  expect(found.map(({ rule }) => rule)).toEqual(['database-major-upgrade']);
});
