import { expect, test } from 'vitest';
import { apply, findings, set, without } from '../testing/cluster.ts';

test('F8 values that are not there', () => {
  expect(
    findings('F8', without('ConfigMap releases/core-values-5b2tc7h842')),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.valuesFrom: the profile has no ConfigMap core-values-5b2tc7h842; correct the name. [F8]",
    ]
  `);
});

test('F8 values under a fixed name', () => {
  expect(
    findings(
      'F8',
      set('HelmRelease releases/core', 'spec.valuesFrom.0.name', 'core-values'),
      apply({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'core-values',
          namespace: 'releases',
          labels: { 'reconcile.fluxcd.io/watch': 'Enabled' },
        },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.valuesFrom: core-values has the same name whatever it holds, so a change of it bumps no generation; let kustomize add the hash. [F8]",
    ]
  `);
});

test('F8 values that nobody watches', () => {
  expect(
    findings('F8', set('ConfigMap releases/core-values-5b2tc7h842', 'metadata.labels', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap releases/core-values-5b2tc7h842: metadata.labels: a change of it is seen at the next interval only; add reconcile.fluxcd.io/watch: Enabled. [F8]",
    ]
  `);
});

test('F8 a release without values', () => {
  expect(
    findings('F8', set('HelmRelease releases/core', 'spec.valuesFrom', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.valuesFrom: it has no values of the profile; name the ConfigMap of its values. [F8]",
    ]
  `);
});

test('F12 a script that Flux would substitute in', () => {
  expect(
    findings(
      'F12',
      set('Kustomization flux-system/releases', 'spec.postBuild', { substitute: { SITE: 'a' } }),
      set('ConfigMap releases/core-values-5b2tc7h842', 'data.script', 'echo $' + '{HOME}'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap releases/core-values-5b2tc7h842: data: it holds what Flux takes for variables of its own; add kustomize.toolkit.fluxcd.io/substitute: disabled. [F12]",
    ]
  `);
});
