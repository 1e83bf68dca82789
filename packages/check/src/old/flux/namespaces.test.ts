import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('F5 a namespace that Helm makes', () => {
  expect(
    findings('F5', set('HelmRelease releases/core', 'spec.install.createNamespace', true)),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.install.createNamespace: Helm makes a namespace without a Pod Security level; make it in the profile and set false. [F5]",
    ]
  `);
});

test('F5 a namespace that is not of the profile', () => {
  expect(
    findings('F5', set('HelmRelease releases/core', 'spec.targetNamespace', 'mps')),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.targetNamespace: the profile has no Namespace mps; add it or correct the name. [F5]",
    ]
  `);
});

test('F9 a namespace that is pruned', () => {
  expect(
    findings('F9', set('Namespace msp', 'metadata.annotations', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error Namespace msp: metadata.annotations: a pruned namespace takes everything in it along; add kustomize.toolkit.fluxcd.io/prune: disabled. [F9]",
    ]
  `);
});

test('F9 a namespace for pods with privileges', () => {
  expect(
    findings(
      'F9',
      set(
        'Namespace msp',
        ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'],
        'privileged',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Namespace msp: metadata.labels: it enforces privileged of the Pod Security levels; set pod-security.kubernetes.io/enforce to baseline or restricted. [F9]",
    ]
  `);
});
