import { resolve } from 'node:path';
import { keysOf } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { inputOf } from './example.ts';
import { rulePage } from './page.ts';
import { appliance } from './rules/appliance/index.ts';
import { flux } from './rules/flux/index.ts';
import { kubernetes } from './rules/kubernetes/index.ts';
import { singleNode } from './rules/single-node/index.ts';
import { tryRule } from './try.ts';

const sets = [kubernetes(), flux(), singleNode(), appliance()];
const rules = sets.flatMap(({ rules }) => rules);

test.each(rules)('$id finds its bad example, at fields that it has or should have', (rule) => {
  const findings = tryRule(rule, rule.bad);
  expect(findings).not.toEqual([]);
  expect(new Set(findings.map(({ rule: id }) => id))).toEqual(new Set([rule.id]));
  const manifests = inputOf(rule.bad).cluster.objects.map(({ manifest }) => manifest);
  for (const { object, pointer } of findings) {
    const of = manifests.find(
      ({ kind, metadata }) => kind === object?.kind && metadata.name === object.name,
    );
    if (object !== undefined) expect(of).toBeDefined();
    if (pointer !== undefined) expect(Object.keys(of ?? {})).toContain(keysOf(pointer)[0]);
  }
});

test.each(rules)('$id finds nothing in its good example', (rule) => {
  expect(tryRule(rule, rule.good)).toEqual([]);
});

test.each(sets)(
  'the set $name has its own rules, each with one id, in the order of the ids',
  ({ name, rules }) => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(rules.filter(({ set }) => set !== name)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  },
);

test('no two rules have one id', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids.length).toBe(new Set(ids).size);
});

const introductions: Readonly<Record<string, string>> = {
  kubernetes:
    'What the API server would refuse, and what the kubelet or a controller could not run.',
  flux: 'What Flux would refuse, and what it would never do or do again for ever.',
  'single-node': 'What a cluster of one node, or of a few, has no room or no use for.',
  appliance:
    'What a cluster needs that nobody watches: it keeps its data, starts slowly, and has no Internet.',
};

test.each(sets)(
  'the page of the set $name shows its rules; vitest -u writes it again',
  async (set) => {
    const page = resolve(import.meta.dirname, `../../../docs/rules/${set.name}.md`);
    await expect(`${rulePage(set, introductions[set.name] ?? '')}\n`).toMatchFileSnapshot(page);
  },
);
