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

test.each(rules)('$id reports its bad example, at fields that exist or should exist', (rule) => {
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

test.each(rules)('$id reports nothing in its good example', (rule) => {
  expect(tryRule(rule, rule.good)).toEqual([]);
});

test.each(sets)(
  'the rule set $name contains its own rules only, with unique ids in alphabetical order',
  ({ name, rules }) => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(rules.filter(({ set }) => set !== name)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  },
);

test('no two rules of all sets share an id', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids.length).toBe(new Set(ids).size);
});

const introductions: Readonly<Record<string, string>> = {
  kubernetes:
    'Objects that the API server rejects, or that the kubelet or a controller cannot run.',
  flux: 'Objects that Flux rejects, never applies, or applies again at every reconciliation.',
  'single-node': 'Objects that do not fit or have no effect on a cluster of one node, or of a few.',
  appliance:
    'Requirements of an unattended cluster: it keeps its data, starts slowly, and may have no access to the Internet.',
};

test.each(sets)('docs/rules/$name.md is up to date; vitest -u writes it', async (set) => {
  const page = resolve(import.meta.dirname, `../../../docs/rules/${set.name}.md`);
  await expect(`${rulePage(set, introductions[set.name] ?? '')}\n`).toMatchFileSnapshot(page);
});
