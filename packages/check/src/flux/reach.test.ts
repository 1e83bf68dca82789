import { expect, test } from 'vitest';
import { apply, expecting, findings, set } from '../testing/cluster.ts';

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

test('F15 a HelmRepository without Internet', () => {
  expect(
    findings(
      'F15',
      expecting({ hosts: ['git.example.com', 'example.com', 'docker.io'] }),
      apply({
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'HelmRepository',
        metadata: { name: 'temporal', namespace: 'flux-system' },
        spec: { url: 'https://charts.example.org' },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRepository flux-system/temporal: it is out of reach without Internet; take the chart from the bundle. [F15]",
      "error HelmRepository flux-system/temporal: spec.url: charts.example.org is none of the hosts that the site has (git.example.com, example.com, docker.io); use one of them. [F15]",
    ]
  `);
});

test('F15 an image from another registry', () => {
  expect(
    findings('F15', expecting({ hosts: ['git.example.com', 'example.com'] })),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/temporal: container temporal: its image comes from docker.io, which is none of the hosts that the site has (git.example.com, example.com); use one of them (charts/workflows/templates/deployment.yaml). [F15]",
      "error Job msp/temporal-namespace-0123456789: container tools: its image comes from docker.io, which is none of the hosts that the site has (git.example.com, example.com); use one of them (charts/workflows/templates/job.yaml). [F15]",
    ]
  `);
});
