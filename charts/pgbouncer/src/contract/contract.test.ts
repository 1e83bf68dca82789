import { compare, testContract } from '@helm-charts/testing/contract';
import { expect, test } from 'vitest';
import { chart } from '../chart.ts';
import { settingsOf } from '../testing/ini.ts';
import { one, renderScenarios } from '../testing/render.ts';
import { databaseDifferences, differences, settingDifferences } from './differences.ts';
import { databases, settings, upstream } from './upstream.ts';

await testContract(chart, { upstream, differences, counts: { pgbouncer: 20 } });

const scenarios = await renderScenarios();
const sections = (scenario: string) => {
  const { manifests } = scenarios.find(({ name }) => name === scenario)!;
  return settingsOf(one(manifests, 'ConfigMap').data!['pgbouncer.ini']!);
};

test('settings and databases of pgbouncer.ini equal those of the original, except for the listed differences', () => {
  expect(compare([databases], databaseDifferences, (name) => sections(name).databases!)).toEqual(
    [],
  );
  expect(compare([settings], settingDifferences, (name) => sections(name).pgbouncer!)).toEqual([]);
});

test('the README lists every setting that differs', () => {
  const missing = Object.keys(settingDifferences).filter(
    (name) => !chart.about?.includes(`\`${name}\``),
  );
  expect(missing).toEqual([]);
});
