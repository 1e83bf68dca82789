import { expect, test } from 'vitest';
import { configMap, kustomization, release, renderTree } from '../testing/foreign-tree.ts';

const twoKustomizations = (spec = '') =>
  `${kustomization('apps', 'path: ./apps')}${kustomization('other', `path: ./other\n${spec}`)}`;

const shared = (way: string): string =>
  configMap('web').replace(
    'namespace: demo',
    `namespace: demo, annotations: { kustomize.toolkit.fluxcd.io/ssa: ${way} }`,
  );

test.each([
  ['two Kustomizations', '', configMap('web'), 1],
  ['server-side apply that merges', '', shared('Merge'), 0],
  ['an object that is only created', '', shared('IfNotPresent'), 0],
  [
    'a Kustomization for another cluster',
    'kubeConfig: { secretRef: { name: spoke } }',
    configMap('web'),
    0,
  ],
])('an object of %s', async (_, spec, object, errors) => {
  const { findings } = await renderTree({
    'clusters/c1/apps.yaml': twoKustomizations(spec),
    'apps/web.yaml': configMap('web'),
    'other/web.yaml': object,
  });
  expect(findings).toEqual(
    Array.from({ length: errors }, () =>
      expect.stringContaining('flux-system/apps and flux-system/other both apply the object'),
    ),
  );
});

test('two HelmReleases with the name of one release, unless they are for different clusters', async () => {
  const same = await renderTree({
    'apps/web.yaml': release('a', 'releaseName: web') + release('b', 'releaseName: web'),
  });
  expect(same.findings).toEqual([
    expect.stringContaining(
      'it installs release demo/web, which HelmRelease demo/a already installs',
    ),
  ]);
  const spoke = 'releaseName: web\nkubeConfig: { secretRef: { name: spoke } }';
  const apart = await renderTree({
    'apps/web.yaml': release('a', 'releaseName: web') + release('b', spoke),
  });
  expect(apart.findings).toEqual([]);
});

test('a HelmRelease in two Kustomizations is one problem', async () => {
  const { findings } = await renderTree({
    'clusters/c1/apps.yaml': twoKustomizations(),
    'apps/web.yaml': release('web'),
    'other/web.yaml': release('web'),
  });
  expect(findings).toEqual([expect.stringContaining('both apply the object')]);
});

test('an object without a namespace is refused, and what is said of it is true', async () => {
  const bare = (text: string) => text.replace(', namespace: demo', '');
  const { findings, details } = await renderTree({
    'apps/web.yaml': bare(configMap('web')) + bare(release('r')),
  });
  expect(findings).toEqual([
    expect.stringContaining('ConfigMap web: it has no namespace, and its Kustomization sets none'),
    expect.stringContaining('HelmRelease r: it has no namespace, and its Kustomization sets none'),
  ]);
  expect(details.at(-1)).toBe('  3. HelmRelease r: 1 object');
});

test('a chart may not install into a namespace that nothing creates', async () => {
  const { findings } = await renderTree({
    'apps/web.yaml': release('web'),
    'charts/echo/templates/other.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other, namespace: other }\n',
  });
  expect(findings).toEqual([
    'error charts/echo/templates/other.yaml: ConfigMap other/other: metadata.namespace: Namespace other is missing, so the API server rejects every object in it; correct the name, or add the Namespace. [namespace-missing]',
  ]);
});

test('a HelmRelease of a version that Flux does not serve is one problem', async () => {
  const { findings } = await renderTree({
    'apps/web.yaml': release('web').replace('io/v2', 'io/v2beta2'),
  });
  expect(findings).toEqual([
    'error apps/web.yaml:1: HelmRelease demo/web: apiVersion: Flux 2.9 does not serve HelmRelease of helm.toolkit.fluxcd.io/v2beta2, so the API server rejects the object; use HelmRelease of helm.toolkit.fluxcd.io/v2. [api-not-served]',
  ]);
});

test('a health check of an object that nothing creates', async () => {
  const check =
    'healthChecks: [{ apiVersion: apps/v1, kind: Deployment, name: web, namespace: demo }]';
  const { findings, exitCode } = await renderTree({
    'clusters/c1/apps.yaml': kustomization('apps', `path: ./apps\n${check}`),
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "warning clusters/c1/apps.yaml:9: Kustomization flux-system/apps: spec.healthChecks[0].name: it checks the health of Deployment demo/web, which nothing in the tree creates; unless an operator creates it, the Kustomization never becomes ready; correct the name, or remove the check. [health-check-missing]",
    ]
  `);
  expect(exitCode).toBe(0);
});

test('an Alert for the kinds of the Flux Operator', async () => {
  const { findings } = await renderTree({
    'apps/alert.yaml': `apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: { name: all, namespace: flux-system }
spec:
  providerRef: { name: chat }
  eventSources: [{ kind: FluxInstance, name: "*" }, { kind: ResourceSet, name: "*" }]
`,
  });
  expect(findings).toEqual([]);
});
