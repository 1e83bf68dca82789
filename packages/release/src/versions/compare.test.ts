import { expect, test } from 'vitest';
import { compareCharts } from './compare.ts';
import { type RuleId, rules } from './rules.ts';
import { objectCases, service } from './testing/object-cases.ts';
import { chart, type Part } from './testing/part.ts';
import { valueCases } from './testing/value-cases.ts';

const cases = [...valueCases, ...objectCases];

const compared = (before: Part, after: Part): string => {
  const { level, reasons } = compareCharts(chart(before), chart(after));
  return [level, ...reasons.map((one) => `${one.level} [${one.rule}] ${one.sentence}`)].join('\n');
};

test.for(cases)('%s', ([, before, after]) => {
  expect(compared(before, after)).toMatchSnapshot();
});

test('each rule is broken by one of the cases', () => {
  const broken = new Set(
    cases.flatMap(([, before, after]) =>
      compareCharts(chart(before), chart(after)).reasons.map(({ rule }) => rule),
    ),
  );
  expect((Object.keys(rules) as RuleId[]).filter((id) => !broken.has(id))).toEqual([]);
});

test('an overlay that the old chart refuses is not compared', () => {
  const [before, after] = [chart({}), chart({ objects: [service(80)] })];
  expect(compareCharts({ ...before, renders: {} }, after).reasons).toMatchObject([
    { rule: 'file-changed' },
  ]);
});
