import { expect, test } from 'vitest';
import { configMap, kustomization, renderTree } from '../testing/foreign-tree.ts';

const wrong = configMap('web', 'a: 5');
const found = [expect.stringContaining('ConfigMap demo/web: data.a: got number, want string')];

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
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: vendor, namespace: flux-system }
spec: { interval: 1m, url: "oci://registry.example.com/vendor", ref: { tag: v1 } }
---
`;

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
