import { expect, test } from 'vitest';
import { release, renderTree } from '../testing/foreign-tree.ts';

const left = (path: string) =>
  expect.stringMatching(
    `^warning ${path}: HelmRelease demo/web: .*it is a symbolic link, which Flux leaves out`,
  );

test('links in a chart are left out, and the rest is rendered', async () => {
  const { findings, exitCode, find } = await renderTree({
    'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
    'charts/sub/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: sub }\n',
    'charts/echo/charts/.gitkeep': 'a file\n',
    'charts/echo/charts/sub': '->../../sub',
    'charts/echo/templates/host.yaml': '->/etc/hostname',
    'charts/echo/templates/twin.yaml': '->values.yaml',
    'apps/web.yaml': release('web'),
  });
  expect(findings).toEqual([
    left('charts/echo/charts/sub'),
    left('charts/echo/templates/host.yaml'),
    left('charts/echo/templates/twin.yaml'),
  ]);
  expect(exitCode).toBe(0);
  expect(await find('ConfigMap web')).toBeDefined();
  expect(await find('ConfigMap sub')).toBeUndefined();
});

test('a file that Git writes for a link where links are not supported is one', async () => {
  const { findings, exitCode } = await renderTree({
    'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
    'charts/echo/charts/sub': '../../sub',
    'apps/web.yaml': release('web'),
  });
  expect(findings).toEqual([left('charts/echo/charts/sub')]);
  expect(exitCode).toBe(0);
});

test('a dependency that is only a link is brought as Flux brings it', async () => {
  const { findings, find } = await renderTree({
    'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
    'charts/sub/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: sub }\n',
    'charts/echo/Chart.yaml':
      'apiVersion: v2\nname: echo\nversion: 0.1.0\ndependencies: [{ name: sub, version: 0.1.0, repository: "file://../sub" }]\n',
    'charts/echo/charts/.gitkeep': 'a file\n',
    'charts/echo/charts/sub': '->../../sub',
    'apps/web.yaml': release('web'),
  });
  expect(findings).toEqual([left('charts/echo/charts/sub')]);
  expect(await find('ConfigMap sub')).toBeDefined();
});

test('Flux takes no dependency of another version from a path', async () => {
  const { findings } = await renderTree({
    'apps/web.yaml': release('web'),
    'charts/echo/Chart.yaml':
      'apiVersion: v2\nname: echo\nversion: 0.1.0\ndependencies: [{ name: sub, version: 2.x, repository: "file://../sub" }]\n',
    'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.2.3\n',
  });
  expect(findings).toEqual([
    'error apps/web.yaml:7: HelmRelease demo/web: spec.chart.spec.chart: it needs version 2.x of its dependency sub, and file://../sub has 1.2.3; correct the version in Chart.yaml. [chart]',
  ]);
});

test('a chart or a values file that is a link does not exist for Flux', async () => {
  const chart = await renderTree({
    'charts/link': '->echo',
    'apps/web.yaml': release('web').replace('./charts/echo', './charts/link'),
  });
  expect(chart.findings).toEqual([
    expect.stringContaining('its chart directory is a symbolic link or behind one'),
  ]);
  const file = await renderTree({
    'charts/echo/more.yaml': '->values.yaml',
    'apps/web.yaml': release('web').replace('echo,', 'echo, valuesFiles: [charts/echo/more.yaml],'),
  });
  expect(file.findings).toEqual([
    expect.stringContaining('the values file charts/echo/more.yaml does not exist'),
  ]);
});

test('the capabilities of the target, with kinds and the CustomResourceDefinitions of the tree', async () => {
  const apis = ['policy/v1/PodDisruptionBudget', 'policy/v1beta1', 'example.com/v1/Thing'];
  const { findings, find } = await renderTree({
    'charts/echo/templates/values.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
${apis.map((api, index) => `  a${index}: "{{ .Capabilities.APIVersions.Has "${api}" }}"\n`).join('')}`,
    'apps/crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.com }
spec:
  group: example.com
  names: { kind: Thing, plural: things, singular: thing, listKind: ThingList }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`,
    'apps/web.yaml': release('web'),
  });
  expect(findings).toEqual([]);
  expect(await find('ConfigMap web')).toMatchObject({
    data: { a0: 'true', a1: 'false', a2: 'true' },
  });
});

test('a chart for a newer Kubernetes', async () => {
  const { findings } = await renderTree({
    'charts/echo/Chart.yaml':
      'apiVersion: v2\nname: echo\nversion: 0.1.0\nkubeVersion: ">=1.99.0"\n',
    'apps/web.yaml': release('web'),
  });
  expect(findings).toEqual([
    expect.stringMatching(/its kubeVersion \(>=1.99.0\) does not include Kubernetes v1\./),
  ]);
});

test('a HelmRelease that is too large to store is not built', async () => {
  const values = Array.from({ length: 30_000 }, (_, index) => `  k${index}: ${'x'.repeat(100)}\n`);
  const { findings, exitCode } = await renderTree({
    'apps/web.yaml': release('web', `values:\n${values.join('')}`),
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "error apps/web.yaml:1: HelmRelease demo/web: the object has 3.2 MiB, and the API server stores at most 1.5 MiB, so Flux cannot apply it; split it. [object-size]",
    ]
  `);
  expect(exitCode).toBe(2);
});

test('a schema of values does not read files of this machine', async () => {
  const { findings } = await renderTree({
    'apps/web.yaml': release('web'),
    'charts/echo/values.schema.json': '{ "$ref": "file:///etc/passwd" }',
  });
  expect(findings).toEqual([
    'error charts/echo: release demo/web: helm: the schema of chart echo refers to file:///etc/passwd, and a chart may read its own files only; put the schema into $defs. [chart]',
  ]);
});

test('a kustomization that is a list', async () => {
  const { findings } = await renderTree({ 'apps/kustomization.yaml': '- namespace.yaml\n' });
  expect(findings).toEqual([
    'error apps/kustomization.yaml:1: a kustomization must be a YAML mapping, so kustomize cannot read it; write its fields, for instance resources:. [kustomize]',
  ]);
});

test('a kustomization that includes itself through a component', async () => {
  const { findings } = await renderTree({
    'apps/kustomization.yaml': 'resources: [namespace.yaml]\ncomponents: [../component]\n',
    'component/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [../apps]\n',
  });
  expect(findings).toEqual([
    expect.stringContaining(
      'component/kustomization.yaml:3: the kustomization refers to itself through apps',
    ),
  ]);
});
