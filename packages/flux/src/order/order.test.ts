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

test('a Kustomization with wait is ready after its releases, one without wait before them', () => {
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

test('reports a cycle at its first dependency, and orders the other releases', () => {
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
      "error a.yaml: HelmRelease system/a: spec.dependsOn[0].name: HelmRelease system/a waits for HelmRelease system/c waits for HelmRelease system/b waits for HelmRelease system/a, so Flux installs none of them; remove one of these dependencies. [dependency-cycle]",
      "error own.yaml: HelmRelease system/own: spec.dependsOn[0].name: HelmRelease system/own waits for HelmRelease system/own, so Flux installs none of them; remove one of these dependencies. [dependency-cycle]",
    ]
  `);
});

test('reports a cycle through the objects that a Kustomization waits for', () => {
  const { findings } = order({
    '': kustomization('outer', 'wait: true'),
    outer: kustomization('inner', after('outer')),
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "error outer.yaml: Kustomization flux-system/outer: spec.wait: Kustomization flux-system/outer waits for Kustomization flux-system/inner waits for Kustomization flux-system/outer, so Flux installs none of them; remove one of these dependencies. [dependency-cycle]",
    ]
  `);
});

test('reports a dependency on a missing object, with a hint', () => {
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
      "error infra.yaml: Kustomization flux-system/infra: spec.dependsOn[0].name: it depends on Kustomization flux-system/none, which the profile does not have, so Flux waits forever; add it, or remove the dependency. [dependency-missing]",
      "error apps.yaml: Kustomization flux-system/apps: spec.dependsOn[0].name: it depends on Kustomization flux-system/one, which the profile does not have, so Flux waits forever; name a Kustomization: a Kustomization can only depend on a Kustomization, and HelmRelease system/one is of another kind. [dependency-missing]",
      "error one.yaml: HelmRelease system/one: spec.dependsOn[0].name: it depends on HelmRelease system/infra, which the profile does not have, so Flux waits forever; name a HelmRelease: a HelmRelease can only depend on a HelmRelease, and Kustomization flux-system/infra is of another kind. [dependency-missing]",
      "error two.yaml: HelmRelease system/two: spec.dependsOn[0].name: it depends on HelmRelease other/one, which the profile does not have, so Flux waits forever; set namespace to system. [dependency-missing]",
    ]
  `);
});
