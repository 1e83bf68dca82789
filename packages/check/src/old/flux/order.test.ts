import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

const lockstep =
  "dep.spec.values.global.release == self.spec.values.global.release && dep.status.observedGeneration > 0 && 'Ready'";

test('F6 a dependency to nowhere', () => {
  expect(
    findings('F6', set('HelmRelease releases/core', 'spec.dependsOn.0.name', 'pol')),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.dependsOn: there is no HelmRelease releases/pol, so it waits for ever; correct the name. [F6]",
    ]
  `);
});

test('F6 a dependency of whatever version', () => {
  expect(
    findings('F6', set('HelmRelease releases/core', 'spec.dependsOn.0.readyExpr', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.dependsOn: it goes on with releases/pool of an older version of the profile; compare values.global.release in readyExpr. [F6]",
    ]
  `);
});

test('F6 a release of another version of the profile', () => {
  expect(
    findings('F6', set('HelmRelease releases/core', 'spec.values.global.release', '0.9.0')),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.values.global.release: it is 0.9.0 here and 1.0.0 in pool; set one version in all. [F6]",
    ]
  `);
});

test('F6 a circle', () => {
  expect(
    findings(
      'F6',
      set('HelmRelease releases/pool', 'spec.dependsOn', [
        { name: 'workflows', readyExpr: lockstep },
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/pool: spec.dependsOn: each waits for the next and none is ever installed: releases/pool → releases/workflows → releases/pool; remove one dependency. [F6]",
      "error HelmRelease releases/core: spec.dependsOn: each waits for the next and none is ever installed: releases/core → releases/pool → releases/workflows → releases/core; remove one dependency. [F6]",
    ]
  `);
});
