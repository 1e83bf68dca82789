import { expect, test } from 'vitest';
import { apply, type Change, findings, good, set, without } from '../testing/cluster.ts';

/** The good profile is the variant of itself, with another chart for one release. */
const offline: Change = (subject) => ({
  ...subject,
  airGap: {
    registry: 'oci://git.example.com/charts',
    replaced: ['workflows'],
    online: good.cluster.objects,
  },
});

test('F15 a HelmRepository without Internet', () => {
  const repository = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { name: 'temporal', namespace: 'flux-system' },
    spec: { url: 'https://charts.example.org' },
  };
  expect(findings('F15', offline, apply(repository))).toMatchInlineSnapshot(`
    [
      "error HelmRepository flux-system/temporal: it is out of reach; take the chart from oci://git.example.com/charts. [F15]",
    ]
  `);
});

test('F15 a source of another host', () => {
  const url = 'oci://registry.example.org/repository';
  expect(
    findings('F15', offline, set('GitRepository flux-system/repository', 'spec.url', url)),
  ).toMatchInlineSnapshot(`
    [
      "error GitRepository flux-system/repository: spec.url: registry.example.org is out of reach; take it from oci://git.example.com/charts. [F15]",
    ]
  `);
});

test('F15 an object that is another one without Internet', () => {
  expect(
    findings('F15', offline, set('ConfigMap msp/redis', 'data.more', 'a')),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/redis: with Internet there is none, or another one; give both variants the same values (charts/core/templates/configmap.yaml). [F15]",
    ]
  `);
});

test('F15 an object that is not there without Internet', () => {
  expect(findings('F15', offline, without('Service msp/pool'))).toMatchInlineSnapshot(`
    [
      "error Service msp/pool: without Internet there is none; give both variants the same values (charts/pool/templates/service.yaml). [F15]",
    ]
  `);
});

test('F15 the digest of a chart and a replaced chart may differ', () => {
  const labels = ['metadata', 'labels', 'helm.sh/chart'];
  const digest = set('Deployment msp/web', labels, 'core-1.0.0_0cc9a8446c95');
  const other = set('Deployment msp/worker', 'spec.replicas', 3);
  expect(findings('F15', offline, digest, other)).toEqual([]);
});
