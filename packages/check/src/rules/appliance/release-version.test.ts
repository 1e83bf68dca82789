import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { releaseVersion } from './release-version.ts';

test('reports a HelmRelease without values.global.release', () => {
  const applied = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { interval: 30m }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: db, namespace: shop }
spec: { values: { global: { release: 1.0.0 } } }
`;
  expect(tryRule(releaseVersion, { applied }).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error applied.yaml: HelmRelease shop/web: spec.values.global.release: it is not set, so releases that depend on this one wait forever; set it to 1.0.0. [release-version]",
    ]
  `);
});
