import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { render } from './render.ts';
import { printReport } from './report.ts';

const shop = readFileSync(join(import.meta.dirname, '../../check/src/testing/shop.yaml'), 'utf8');

const flux = `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1m, url: 'https://git.example.com/shop' }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1h, path: ./clusters/c1, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: shop, namespace: flux-system }
spec: { interval: 1h, path: ./shop, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }
`;

const release = `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: db, namespace: shop }
spec: { interval: 1h, url: 'oci://registry.example.com/charts/db', ref: { tag: 1.0.0 } }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: db, namespace: shop }
spec: { interval: 1h, chartRef: { kind: OCIRepository, name: db } }
`;

const printed = async (objects: string, rules?: readonly string[], config?: string) => {
  const root = await workspace({
    'clusters/c1/flux.yaml': flux,
    'shop/kustomization.yaml': 'resources: [shop.yaml]\n',
    'shop/shop.yaml': objects,
    ...(config !== undefined && { 'helm-charts.config.ts': config }),
  });
  return printReport(await render({ workspace: root, root: 'clusters/c1' }, { rules }));
};

const withoutSettings = shop.replace('name: settings, namespace', 'name: setings, namespace');

test('a shop without a fault has no finding', async () => {
  expect(await printed(shop)).toMatch(/c1: 0 releases, \d+ manifests, 0 findings$/m);
});

test('a missing ConfigMap is an error with its line and a similar name', async () => {
  expect(await printed(withoutSettings)).toMatch(
    /^error shop\/shop\.yaml:\d+: Deployment shop\/web: .*ConfigMap shop\/settings is missing, so the pod does not start; did you mean setings\? \[reference-missing\]$/m,
  );
});

test('it may be an object of a release that is not rendered', async () => {
  const text = await printed(withoutSettings + release);
  expect(text).toContain('[not-rendered]');
  expect(text).not.toContain('[reference-missing]');
});

test('the configuration says that the cluster has it', async () => {
  const config = "export default { inCluster: ['ConfigMap shop/settings'] };\n";
  expect(await printed(withoutSettings, undefined, config)).toMatch(/ 0 findings$/m);
});

test('advice is given to those who ask for it', async () => {
  expect(await printed(shop, ['appliance'])).toContain('[claim-template]');
  expect(await printed(shop, ['kubernetes'])).toMatch(/ 0 findings$/m);
  const config =
    "import { appliance } from '@helm-charts/check';\nexport default { treeChecks: { ruleSets: [appliance()] } };\n";
  expect(await printed(shop, undefined, config)).toContain('[claim-template]');
});
