import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { releaseRenamed } from './release-renamed.ts';

const release = (spec: string) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { ${spec} }
`;

test('reports namespaces other than the defaults', () => {
  const found = tryRule(releaseRenamed, {
    applied: release('releaseName: web, targetNamespace: jobs, storageNamespace: flux-system'),
    previous: { applied: release('releaseName: web') },
  });
  expect(found.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error applied.yaml: HelmRelease shop/web: spec.targetNamespace: it was shop in the previous release, and after a rename Flux uninstalls the old Helm release with all its objects; set it to shop. [release-renamed]",
      "error applied.yaml: HelmRelease shop/web: spec.storageNamespace: it was shop in the previous release, and after a rename Flux uninstalls the old Helm release with all its objects; set it to shop. [release-renamed]",
    ]
  `);
});

test('allows explicit names that equal the defaults', () => {
  const applied = release('releaseName: web, targetNamespace: shop, storageNamespace: shop');
  expect(
    tryRule(releaseRenamed, {
      applied,
      previous: { applied: release('targetNamespace: shop, releaseName: web') },
    }),
  ).toEqual([]);
});
