import { expect, test } from 'vitest';
import { configMap, kustomization, renderTree } from '../testing/foreign-tree.ts';

const wrong = configMap('web', 'a: 5');
const found = [expect.stringContaining('ConfigMap demo/web: data.a: got number, want string')];

const source = (kind: string, name: string, spec: string): string =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1m, ${spec} }\n---\n`;

test('the source that a FluxInstance makes is this repository, also an OCIRepository', async () => {
  const instance = `apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: { name: flux, namespace: flux-system }
spec:
  distribution: { version: 2.x, registry: ghcr.io/fluxcd }
  sync: { kind: OCIRepository, url: "oci://registry.example.com/fleet", ref: latest, path: clusters/c1 }
---
`;
  const apps = kustomization('apps', 'path: ./apps').replace('GitRepository', 'OCIRepository');
  const { findings } = await renderTree({
    'clusters/c1/sync.yaml': instance,
    'clusters/c1/apps.yaml': apps,
    'apps/web.yaml': wrong,
  });
  expect(findings).toEqual(found);
});

test('the only GitRepository of a tree may be that of another repository', async () => {
  const { findings, exitCode } = await renderTree({
    'clusters/c1/sync.yaml': '',
    'clusters/c1/apps.yaml': `${kustomization('apps', 'path: ./apps')}${source('GitRepository', 'vendor', 'url: "https://git.example.org/vendor/operator.git"')}${kustomization('crds', 'path: ./crds').replace('name: flux-system }', 'name: vendor }')}`,
    'deploy/web.yaml': wrong,
  });
  expect(findings).toEqual([
    expect.stringContaining('its source GitRepository flux-system/vendor is not available locally'),
  ]);
  expect(exitCode).toBe(0);
});

test('the configuration names a source that contains this repository', async () => {
  const apps = kustomization('apps', 'path: ./apps').replace(
    'GitRepository, name: flux-system',
    'OCIRepository, name: apps',
  );
  const { findings } = await renderTree({
    'clusters/c1/apps.yaml': `${apps}${source('OCIRepository', 'apps', 'url: "oci://registry.example.com/apps"')}`,
    'helm-charts.config.ts':
      "export default { sources: { 'OCIRepository flux-system/apps': '.' } };",
    'apps/web.yaml': wrong,
  });
  expect(findings).toEqual(found);
});

test('a misspelt source is an error with the name that may be meant, another source is not', async () => {
  const { findings, exitCode } = await renderTree({
    'clusters/c1/apps.yaml': [
      kustomization('misspelt', 'path: ./apps').replace(
        'name: flux-system }',
        'name: flux-systm }',
      ),
      source('Bucket', 'files', 'bucketName: a, endpoint: b'),
      kustomization('bucket', 'path: ./apps').replace(
        'GitRepository, name: flux-system',
        'Bucket, name: files',
      ),
    ].join(''),
  });
  expect(findings).toEqual([
    expect.stringMatching(/^warning .*Bucket flux-system\/files is not available locally/),
    expect.stringMatching(/^error .*did you mean GitRepository flux-system\/flux-system\?/),
  ]);
  expect(exitCode).toBe(1);
});

test('a directory with several clusters is none', async () => {
  const { findings, exitCode } = await renderTree(
    { 'clusters/c2/sync.yaml': kustomization('flux-system', 'path: ./clusters/c2') },
    'clusters',
  );
  expect(findings).toMatchInlineSnapshot(`
    [
      "error clusters: Flux does not apply this directory, but clusters/c1 and clusters/c2, each to a cluster of its own; render one cluster: helm-charts render clusters/c1. [usage]",
    ]
  `);
  expect(exitCode).toBe(2);
});

test('what Flux leaves out of the artifact is not applied', async () => {
  const ignore = '/*\n!/clusters\n!/charts/**\n!/apps/\n/apps/left-out.yaml\n';
  const files = {
    'apps/kustomization.yaml': 'resources: [namespace.yaml, left-out.yaml]\n',
    'apps/left-out.yaml': configMap('left-out'),
    'charts/web/x.yaml': configMap('web'),
    'other/x.yaml': configMap('other'),
    'clusters/c1/more.yaml': `${kustomization('charts', 'path: ./charts/web')}${kustomization('other', 'path: ./other')}`,
    '.sourceignore': ignore,
  };
  const { findings, find } = await renderTree(files);
  expect(findings).toEqual([
    'error apps/kustomization.yaml:1: apps/left-out.yaml is excluded from the artifact, so the build fails; correct .sourceignore. [kustomize]',
    'error clusters/c1/more.yaml:17: Kustomization flux-system/other: spec.path: the path is excluded from the artifact of GitRepository flux-system/flux-system, so Flux applies nothing; correct spec.ignore or .sourceignore. [not-rendered]',
  ]);
  expect(await find('ConfigMap demo/web')).toBeDefined();
});

test('spec.ignore of the source of this repository leaves out files, too', async () => {
  const own = source(
    'GitRepository',
    'flux-system',
    'url: "https://git.example.com/team/fleet.git", ignore: "/other/\\n"',
  );
  const { findings } = await renderTree({
    'clusters/c1/sync.yaml': `${own}${kustomization('flux-system', 'path: ./clusters/c1')}${kustomization('other', 'path: ./other')}`,
    'other/x.yaml': configMap('other'),
  });
  expect(findings).toEqual([
    'error clusters/c1/sync.yaml:22: Kustomization flux-system/other: spec.path: the path is excluded from the artifact of GitRepository flux-system/flux-system, so Flux applies nothing; correct spec.ignore or .sourceignore. [not-rendered]',
  ]);
});
