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

/** No Kustomization applies that of the base. */
const namespace = {
  'clusters/c1/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: demo }\n',
};

test('an ArtifactGenerator that copies directories of this repository is followed', async () => {
  const generator = `apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: { name: split, namespace: flux-system }
spec:
  sources: [{ alias: repo, kind: GitRepository, name: flux-system }]
  artifacts:
    - { name: apps, copy: [{ from: "@repo/deploy/**", to: "@artifact/" }] }
    - { name: chart, copy: [{ from: "@repo/charts/echo/**", to: "@artifact/" }] }
---
`;
  const { findings } = await renderTree({
    ...namespace,
    'clusters/c1/apps.yaml':
      generator +
      kustomization('apps', 'path: ./').replace(
        'GitRepository, name: flux-system',
        'ExternalArtifact, name: apps',
      ),
    'deploy/web.yaml': `${wrong}apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: r, namespace: flux-system }
spec: { interval: 1m, chartRef: { kind: ExternalArtifact, name: chart } }
`,
  });
  expect(findings).toEqual(found);
});

test('an ArtifactGenerator makes an artifact of each directory of a pattern, without what it excludes', async () => {
  const generator = (exclude: string) => `apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: { name: each, namespace: flux-system }
spec:
  sources: [{ alias: repo, kind: GitRepository, name: flux-system }]
  pathPattern: "@repo/deploy/{app}"
  artifacts: [{ name: "app-{app}", copy: [{ from: "@repo/deploy/{app}/**", to: "@artifact/", exclude: ["${exclude}"] }] }]
---
`;
  const from = (artifact: string) =>
    kustomization(artifact, 'path: ./').replace(
      'GitRepository, name: flux-system',
      `ExternalArtifact, name: ${artifact}`,
    );
  const files = { ...namespace, 'deploy/Web/web.yaml': wrong, 'deploy/Web/README.md': 'text\n' };
  const { findings } = await renderTree({
    ...files,
    'clusters/c1/apps.yaml': generator('*.md') + from('app-web'),
  });
  expect(findings).toEqual(found);
  const other = await renderTree({
    ...files,
    'clusters/c1/apps.yaml': generator('web.yaml') + from('app-web') + from('app-none'),
  });
  expect(other.findings).toEqual([
    expect.stringMatching(
      /^error .*nothing in the tree defines its source ExternalArtifact flux-system\/app-none/,
    ),
  ]);
  expect(await other.find('ConfigMap demo/web')).toBeUndefined();
});

const assembled = (copies: string) => `apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: { name: made, namespace: flux-system }
spec:
  sources:
    - { alias: repo, kind: GitRepository, name: flux-system }
    - { alias: vendor, kind: OCIRepository, name: vendor }
    - { alias: made, kind: ExternalArtifact, name: base }
  artifacts:
    - { name: base, copy: [{ from: "@repo/deploy/**", to: "@artifact/deploy/", exclude: ["*.tmp.yaml"] }] }
    - { name: apps, copy: [${copies}] }
---
${source('OCIRepository', 'vendor', 'url: "oci://registry.example.com/vendor", ref: { tag: v1 }')}`;

const deploy = {
  ...namespace,
  'deploy/base/web.yaml': configMap('web', 'a: b, bad: 5'),
  'deploy/base/no.tmp.yaml': '{ invalid',
  'deploy/prod/patch.yaml': configMap('web', 'bad: "6", c: d'),
  'deploy/prod/extra.yaml': configMap('extra'),
};

const fromArtifact = (name: string, path: string) =>
  kustomization('apps', `path: ${path}`).replace(
    'GitRepository, name: flux-system',
    `ExternalArtifact, name: ${name}`,
  );

test('an artifact of merged files of several copies is built', async () => {
  const copies =
    '{ from: "@repo/deploy/base/web.yaml", to: "@artifact/x/" }, { from: "@repo/deploy/prod/patch.yaml", to: "@artifact/x/web.yaml", strategy: Merge }, { from: "@repo/deploy/prod/e*.yaml", to: "@artifact/x/" }';
  const { findings, find } = await renderTree({
    ...deploy,
    'clusters/c1/apps.yaml': assembled(copies) + fromArtifact('apps', './x'),
  });
  expect(findings).toEqual([]);
  expect((await find('ConfigMap demo/web'))?.data).toEqual({ a: 'b', bad: '6', c: 'd' });
  expect(await find('ConfigMap demo/extra')).toBeDefined();
});

test('findings of an artifact name the files of the repository', async () => {
  const copies = '{ from: "@made/deploy/base/**", to: "@artifact/y/" }';
  const { findings } = await renderTree({
    ...deploy,
    'clusters/c1/apps.yaml': assembled(copies) + fromArtifact('apps', 'y'),
  });
  expect(findings).toEqual([
    expect.stringMatching(/^error deploy\/base\/web.yaml:1: ConfigMap demo\/web: data.bad: /),
  ]);
});

test('a chart whose values are merged is rendered from its artifact', async () => {
  const copies =
    '{ from: "@repo/charts/echo", to: "@artifact/" }, { from: "@repo/deploy/values.yaml", to: "@artifact/echo/values.yaml", strategy: Merge }';
  const { findings, valuesOf } = await renderTree({
    ...namespace,
    'charts/echo/values.yaml': 'a: { b: 1, c: 1 }\n',
    'deploy/values.yaml': 'a: { c: 2 }\n',
    'clusters/c1/apps.yaml': `${assembled(copies)}apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: r, namespace: demo }
spec: { interval: 1m, chartRef: { kind: ExternalArtifact, name: apps, namespace: flux-system } }
`,
  });
  expect(findings).toEqual([]);
  expect(await valuesOf('r')).toEqual({ a: { b: 1, c: 2 } });
});

test.each([
  [
    '{ from: "@repo/deploy/none", to: "@artifact/" }',
    /^error .*its source ExternalArtifact flux-system\/apps is not made by the ArtifactGenerator: copy\[0\] from "@repo\/deploy\/none" fails, since deploy\/none does not exist in its source/,
  ],
  [
    '{ from: "@other/deploy/*", to: "@artifact/" }',
    /^error .*copy\[0\] from "@other\/deploy\/\*" names no source of the generator/,
  ],
  [
    '{ from: "@repo/deploy/**", to: "@artifact/" }, { from: "@vendor/*", to: "@artifact/" }',
    /^warning .*its source ExternalArtifact flux-system\/apps is not available locally/,
  ],
  [
    '{ from: "@repo/deploy/base/*", to: "@artifact/" }',
    /^error .*the directory does not exist, so Flux applies nothing/,
  ],
])('an artifact of %s', async (copies, said) => {
  const { findings } = await renderTree({
    ...deploy,
    'clusters/c1/apps.yaml': assembled(copies) + fromArtifact('apps', './x'),
  });
  expect(findings).toEqual([expect.stringMatching(said)]);
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
