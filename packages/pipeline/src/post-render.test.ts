import { manifestId } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { gitChart, helmRelease, renderFiles } from './testing/profile.ts';

const object = (kind: string, name: string, more = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;

const hook = '  annotations: {helm.sh/hook: pre-install}\n';

const chart = {
  'charts/tiny/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
  'charts/tiny/templates/a.yaml': object(
    'Pod',
    'pod',
    '  labels: {team: chart}\nspec: {containers: [{name: a, image: app:1}]}\n',
  ),
  'charts/tiny/templates/hook.yaml': object('ConfigMap', 'hook', hook),
  'charts/tiny/templates/crds/no-crd.yaml': object('ConfigMap', 'template'),
  'charts/tiny/crds/crd.yaml': object('CustomResourceDefinition', 'things.example.com').replace(
    'v1',
    'apiextensions.k8s.io/v1',
  ),
  'charts/tiny/crds/stray.yaml': object('ConfigMap', 'stray'),
};

const render = async (spec: string, files: Readonly<Record<string, string>> = chart) => {
  const { objects, findings, profile } = await renderFiles({
    'profile/release.yaml': helmRelease('one', `${gitChart('charts/tiny')}${spec}`),
    ...files,
  });
  const find = (id: string) => objects.find((manifest) => manifestId(manifest) === id);
  const sources = profile.installed.flatMap(({ documents }) =>
    documents.map(({ source }) => source),
  );
  return { ids: objects.map(manifestId), objects, find, findings, sources };
};

const origin = {
  'helm.toolkit.fluxcd.io/name': 'one',
  'helm.toolkit.fluxcd.io/namespace': 'system',
};

test('adds the labels of the HelmRelease to every object, including hooks and CustomResourceDefinitions', async () => {
  const { ids, find, findings } = await render('');
  expect(ids.toSorted()).toEqual([
    'ConfigMap hook',
    'ConfigMap template',
    'CustomResourceDefinition things.example.com',
    'Pod pod',
  ]);
  for (const id of ids) expect(find(id)?.metadata.labels).toMatchObject(origin);
  expect(find('Pod pod')?.metadata.labels).toEqual({ team: 'chart', ...origin });
  expect(findings).toMatchInlineSnapshot(`
    [
      "warning charts/tiny/crds/stray.yaml: release system/one: ConfigMap stray: it is in crds/ of its chart, where Flux installs only CustomResourceDefinitions and ignores other objects; move it to templates/. [crds]",
    ]
  `);
});

test('patches hooks apart from the other objects with separate, where both may have the same id', async () => {
  const patch = `  postRenderStrategy: separate
  postRenderers:
    - kustomize:
        patches:
          - target: {kind: ConfigMap}
            patch: '[{"op": "add", "path": "/data", "value": {"patched": "yes"}}]'
`;
  const twice = { 'charts/tiny/templates/same.yaml': object('ConfigMap', 'hook') };
  const { objects, findings } = await render(patch, { ...chart, ...twice });
  const maps = objects.filter(({ kind }) => kind === 'ConfigMap');
  expect(findings).toHaveLength(1);
  expect(maps.map(({ metadata, data }) => [metadata.name, data])).toEqual([
    ['hook', { patched: 'yes' }],
    ['template', { patched: 'yes' }],
    ['hook', { patched: 'yes' }],
  ]);
  expect(findings).toHaveLength(1);
});

test('leaves a script with long and indented lines as it is', async () => {
  const script = `for name in ${'HOST '.repeat(30)}; do\n  echo $name\ndone\n`;
  const map = object('ConfigMap', 'script', `data:\n  run.sh: ${JSON.stringify(script)}\n`);
  const patch = `  postRenderers:
    - kustomize:
        patches:
          - target: {kind: Pod}
            patch: '[{"op": "add", "path": "/metadata/labels/tier", "value": "web"}]'
`;
  const { find } = await render(patch, { ...chart, 'charts/tiny/templates/script.yaml': map });
  expect(find('ConfigMap script')?.data).toEqual({ 'run.sh': script });
  expect(find('Pod pod')?.metadata.labels).toMatchObject({ tier: 'web' });
});

test('does not change hooks with nohooks', async () => {
  const { find } = await render('  postRenderStrategy: nohooks\n');
  expect(find('ConfigMap hook')?.metadata.labels).toBeUndefined();
  expect(find('Pod pod')?.metadata.labels).toMatchObject(origin);
});

test('install.crds: Skip omits CustomResourceDefinitions', async () => {
  const { ids, findings } = await render('  install: {crds: Skip}\n');
  expect(ids).not.toContain('CustomResourceDefinition things.example.com');
  expect(ids).toContain('ConfigMap template');
  expect(findings).toEqual([]);
});

test('merges commonMetadata, except over the labels of the HelmRelease and into CustomResourceDefinitions', async () => {
  const { find } = await render(`  commonMetadata:
    labels: {team: common, helm.toolkit.fluxcd.io/name: other}
    annotations: {a: b}
`);
  expect(find('Pod pod')?.metadata).toEqual({
    name: 'pod',
    labels: { team: 'common', ...origin },
    annotations: { a: 'b' },
  });
  expect(find('CustomResourceDefinition things.example.com')?.metadata.annotations).toBeUndefined();
});

test('applies postRenderers in their order to objects and images, including hooks', async () => {
  const { find, findings, sources } = await render(`  install: {crds: Skip}
  postRenderers:
    - kustomize:
        images: [{name: app, newTag: "2"}]
        patches:
          - patch: |
              apiVersion: v1
              kind: ConfigMap
              metadata: {name: hook}
              data: {patched: first}
    - kustomize:
        patches:
          - target: {kind: ConfigMap}
            patch: |
              - op: add
                path: /data
                value: {patched: second}
`);
  expect(findings).toEqual([]);
  expect(find('Pod pod')?.spec).toEqual({ containers: [{ name: 'a', image: 'app:2' }] });
  expect(find('ConfigMap hook')).toMatchObject({ data: { patched: 'second' } });
  expect(find('ConfigMap hook')?.metadata.annotations).toEqual({ 'helm.sh/hook': 'pre-install' });
  expect(sources.toSorted()).toEqual([
    'charts/tiny/templates/a.yaml',
    'charts/tiny/templates/crds/no-crd.yaml',
    'charts/tiny/templates/hook.yaml',
  ]);
});

test('reports a patch that cannot be applied', async () => {
  const { ids, findings } = await render(`  install: {crds: Skip}
  postRenderers:
    - kustomize:
        patches:
          - target: {kind: Pod}
            patch: "[{op: remove, path: /spec/none}]"
`);
  expect(ids).toEqual([]);
  expect(findings).toMatchInlineSnapshot(`
    [
      "error profile/release.yaml:12: HelmRelease system/one: spec.postRenderers: kustomize cannot apply spec.postRenderers: trouble configuring builtin PatchTransformer with config: \` patch: '[{op: remove, path: /spec/none}]' target: kind: Pod \`: unable to parse SM or JSON patch from [patch: "[{op: remove, path: /spec/none}]"]. [kustomize]",
    ]
  `);
});

test('reports a duplicate object and a duplicate key, since Flux rejects the release', async () => {
  const { findings } = await render('', {
    'charts/tiny/Chart.yaml': chart['charts/tiny/Chart.yaml'],
    'charts/tiny/templates/a.yaml': object('ConfigMap', 'a'),
    'charts/tiny/templates/b.yaml': object('ConfigMap', 'a', hook),
    'charts/tiny/templates/c.yaml': `${object('ConfigMap', 'c')}data: {}\ndata: {}\n`,
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "error charts/tiny/templates/c.yaml: release system/one: line 15 of the rendered output: the key is defined twice, and only one of the values would be used; remove one. [manifest]",
      "error charts/tiny/templates/b.yaml: release system/one: ConfigMap a: the object is also in charts/tiny/templates/a.yaml, and Flux rejects a release with a duplicate object; rename or remove one. [duplicate]",
    ]
  `);
});
