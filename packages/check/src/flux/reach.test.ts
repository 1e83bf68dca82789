import { expect, test } from 'vitest';
import { expecting, findings, set } from '../testing/cluster.ts';

test('F14 an object that a script names', () => {
  expect(
    findings('F14', expecting({ named: ['Kustomization flux-system/appliance'] })),
  ).toMatchInlineSnapshot(`
    [
      "error Kustomization flux-system/appliance: scripts name this object and the profile has none; correct expects.named. [F14]",
    ]
  `);
});

test('F14 a source that is not there', () => {
  expect(
    findings('F14', set('HelmRelease releases/core', 'spec.chart.spec.sourceRef.name', 'repo')),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: sourceRef: the profile has no GitRepository flux-system/repo; correct the name or add it. [F14]",
    ]
  `);
});
