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

test('other namespaces than those by default', () => {
  const found = tryRule(releaseRenamed, {
    applied: release('releaseName: web, targetNamespace: jobs, storageNamespace: flux-system'),
    previous: { applied: release('releaseName: web') },
  });
  expect(found.map(printFinding)).toMatchInlineSnapshot(`
    [
      "error applied.yaml: HelmRelease shop/web: spec.targetNamespace: it was shop in the previous release, and Flux uninstalls a release that has another name; set it to shop. [release-renamed]",
      "error applied.yaml: HelmRelease shop/web: spec.storageNamespace: it was shop in the previous release, and Flux uninstalls a release that has another name; set it to shop. [release-renamed]",
    ]
  `);
});

test('the names that a HelmRelease has by default', () => {
  const applied = release('releaseName: web, targetNamespace: shop, storageNamespace: shop');
  expect(
    tryRule(releaseRenamed, {
      applied,
      previous: { applied: release('targetNamespace: shop, releaseName: web') },
    }),
  ).toEqual([]);
});
