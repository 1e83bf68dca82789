import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('F10 a release that takes its data along', () => {
  expect(
    findings('F10', set('HelmRelease releases/core', 'metadata.annotations', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: metadata.annotations: pruning it uninstalls PersistentVolumeClaim files; add kustomize.toolkit.fluxcd.io/prune: disabled. [F10]",
    ]
  `);
});

test('F10 a Kustomization that uninstalls what it applied', () => {
  expect(
    findings('F10', set('Kustomization flux-system/releases', 'spec.deletionPolicy', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error Kustomization flux-system/releases: spec.deletionPolicy: whoever deletes it uninstalls every release; set Orphan. [F10]",
    ]
  `);
});

test('F10 a Kustomization that waits for its releases', () => {
  expect(
    findings('F10', set('Kustomization flux-system/releases', 'spec.wait', true)),
  ).toMatchInlineSnapshot(`
    [
      "error Kustomization flux-system/releases: spec.wait: while it waits for a release it applies nothing new, not even the repair; set false. [F10]",
    ]
  `);
});

test('F10 a Kustomization that retries after an hour', () => {
  expect(
    findings('F10', set('Kustomization flux-system/releases', 'spec.retryInterval', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error Kustomization flux-system/releases: spec.retryInterval: after a failure it waits for its whole interval; set 1m. [F10]",
    ]
  `);
});
