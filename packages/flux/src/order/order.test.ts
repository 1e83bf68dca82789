import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { builtProfile, helmRelease, kustomization } from '../testing/built.ts';
import { orderOf } from './order.ts';

const order = (layers: Readonly<Record<string, string>>) => {
  const { entries, findings } = orderOf(builtProfile(layers));
  return {
    entries: entries.map(({ wave, id }) => `${wave} ${id.split('/').at(-1)}`),
    findings: findings.map(printFinding),
    why: (name: string) => entries.find(({ id }) => id.endsWith(`/${name}`))?.after,
  };
};

const after = (...names: readonly string[]) =>
  `dependsOn: [${names.map((name) => `{name: ${name}}`).join(', ')}]`;

test('releases without dependencies are installed at the same time, dependents in the next wave', () => {
  const { entries, findings, why } = order({
    '': kustomization('releases'),
    releases: [
      helmRelease('worker', after('core', 'pooler')),
      helmRelease('core', 'dependsOn: [{name: pooler, readyExpr: "true"}]'),
      helmRelease('pooler'),
      helmRelease('alone'),
    ].join(''),
  });
  expect(findings).toEqual([]);
  expect(entries).toEqual(['1 releases', '2 pooler', '2 alone', '3 core', '4 worker']);
  expect(why('core')).toEqual([
    {
      id: 'Kustomization flux-system/releases',
      why: 'Kustomization flux-system/releases applies it',
    },
    { id: 'HelmRelease system/pooler', why: 'spec.dependsOn with readyExpr' },
  ]);
});

test('a Kustomization that waits is ready after its releases, one that does not is ready before', () => {
  const layers = (spec: string) => ({
    '': kustomization('a', spec) + kustomization('b', after('a')),
    a: helmRelease('one') + helmRelease('two', after('one')),
    b: helmRelease('three'),
  });
  expect(order(layers('wait: true')).entries).toEqual(['1 a', '2 one', '3 two', '4 b', '5 three']);
  expect(order(layers('')).entries).toEqual(['1 a', '2 b', '2 one', '3 two', '3 three']);
  const checks =
    'healthChecks: [{apiVersion: v2, kind: HelmRelease, name: one, namespace: system}]';
  expect(order(layers(checks)).entries).toEqual(['1 a', '2 one', '3 b', '3 two', '4 three']);
});

test('a Kustomization that applies itself does not wait for itself', () => {
  expect(order({ self: kustomization('self', 'wait: true') + helmRelease('one') })).toMatchObject({
    entries: ['1 self', '2 one'],
    findings: [],
  });
});

test('a cycle is a finding where it is written, and the rest is ordered', () => {
  const { entries, findings } = order({
    '': [
      helmRelease('a', after('c')),
      helmRelease('b', after('a')),
      helmRelease('c', after('b')),
      helmRelease('own', after('own')),
      helmRelease('late', after('a')),
      helmRelease('free'),
    ].join(''),
  });
  expect(entries).toEqual(['1 free']);
  expect(findings).toMatchInlineSnapshot(`
    [
      "error a.yaml: HelmRelease system/a: spec.dependsOn[0].name: HelmRelease system/a waits for HelmRelease system/c waits for HelmRelease system/b waits for HelmRelease system/a, so none of them is ever installed; take one of these dependencies out. [dependency-cycle]",
      "error own.yaml: HelmRelease system/own: spec.dependsOn[0].name: HelmRelease system/own waits for HelmRelease system/own, so none of them is ever installed; take one of these dependencies out. [dependency-cycle]",
    ]
  `);
});

test('a cycle by way of what a Kustomization waits for is found', () => {
  const { findings } = order({
    '': kustomization('outer', 'wait: true'),
    outer: kustomization('inner', after('outer')),
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "error outer.yaml: Kustomization flux-system/outer: spec.wait: Kustomization flux-system/outer waits for Kustomization flux-system/inner waits for Kustomization flux-system/outer, so none of them is ever installed; take one of these dependencies out. [dependency-cycle]",
    ]
  `);
});

test('a dependency that leads nowhere is a finding with a hint', () => {
  const { entries, findings } = order({
    '': [
      kustomization('infra', after('none')),
      kustomization('apps', after('one')),
      helmRelease('one', after('infra')),
      helmRelease('two', 'dependsOn: [{name: one, namespace: other}]'),
    ].join(''),
  });
  expect(entries).toEqual(['1 infra', '1 apps', '1 one', '1 two']);
  expect(findings).toMatchInlineSnapshot(`
    [
      "error infra.yaml: Kustomization flux-system/infra: spec.dependsOn[0].name: it depends on Kustomization flux-system/none, and nothing installs that, so Flux would wait for ever; add it, or take the dependency out. [dependency-missing]",
      "error apps.yaml: Kustomization flux-system/apps: spec.dependsOn[0].name: it depends on Kustomization flux-system/one, and nothing installs that, so Flux would wait for ever; name a Kustomization; HelmRelease system/one is of another kind, and only objects of one kind can depend on each other. [dependency-missing]",
      "error one.yaml: HelmRelease system/one: spec.dependsOn[0].name: it depends on HelmRelease system/infra, and nothing installs that, so Flux would wait for ever; name a HelmRelease; Kustomization flux-system/infra is of another kind, and only objects of one kind can depend on each other. [dependency-missing]",
      "error two.yaml: HelmRelease system/two: spec.dependsOn[0].name: it depends on HelmRelease other/one, and nothing installs that, so Flux would wait for ever; give it the namespace system. [dependency-missing]",
    ]
  `);
});
