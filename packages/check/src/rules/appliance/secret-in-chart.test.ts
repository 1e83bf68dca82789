import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { secretInChart } from './secret-in-chart.ts';

test('allows a Secret of a third-party chart', () => {
  const applied = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: metrics, namespace: shop }
spec: { chart: { spec: { chart: metrics, sourceRef: { kind: HelmRepository, name: metrics } } } }
`;
  const objects = `
apiVersion: v1
kind: Secret
metadata: { name: metrics, namespace: shop, labels: { helm.toolkit.fluxcd.io/name: metrics } }
`;
  expect(tryRule(secretInChart, { applied, objects })).toEqual([]);
});
