import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { clusterDomainMixed } from './cluster-domain-mixed.ts';

test('reports another domain than that of the value clusterDomain', () => {
  const applied = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { values: { clusterDomain: cluster.example } }
`;
  const objects = `
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: shop, labels: { helm.toolkit.fluxcd.io/name: web } }
data: { host: 'db.shop.svc.cluster.local:5432' }
`;
  expect(
    tryRule(clusterDomainMixed, { applied, objects }).map(printFinding),
  ).toMatchInlineSnapshot(`
    [
      "error objects.yaml: ConfigMap shop/web: data.host: host has the domain cluster.local, and clusterDomain is cluster.example, so the name does not resolve; use cluster.example. [cluster-domain-mixed]",
    ]
  `);
});
