import { expect, test } from 'vitest';
import { configMap, kustomization, release, renderTree } from '../testing/foreign-tree.ts';

const resourceSet = (
  spec: string,
  annotations = '',
): string => `apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSet
metadata: { name: fleet, namespace: demo, annotations: { ${annotations} } }
spec:
  ${spec.trim().replaceAll('\n', '\n  ')}
---
`;

const provider = (spec: string): string => `apiVersion: fluxcd.controlplane.io/v1
kind: ResourceSetInputProvider
metadata: { name: apps, namespace: demo, labels: { team: a } }
spec: ${spec}
---
`;

const map = (name: string, data = 'a: b'): string =>
  `  - { apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, namespace: demo }, data: { ${data} } }\n`;

test('its objects are part of the tree, with its labels and at the lines of their templates', async () => {
  const { findings, details, find } = await renderTree({
    'apps/web.yaml': resourceSet(`commonMetadata: { labels: { team: web } }
inputs: [{ tenant: a }, { tenant: b }]
resources:
${map('fixed')}${map('"<< inputs.tenant >>"', 'number: 5')}`),
  });
  expect(findings).toEqual([
    'error apps/web.yaml:9: ConfigMap demo/a: data.number: got number, want string. [schema]',
    'error apps/web.yaml:9: ConfigMap demo/b: data.number: got number, want string. [schema]',
  ]);
  expect(details.at(-1)).toBe('  3. ResourceSet demo/fleet: 3 objects');
  expect((await find('ConfigMap demo/a'))?.metadata.labels).toEqual({
    'resourceset.fluxcd.controlplane.io/name': 'fleet',
    'resourceset.fluxcd.controlplane.io/namespace': 'demo',
    team: 'web',
  });
});

test('its Kustomizations and HelmReleases are followed, and the variables that it makes are known', async () => {
  const { findings, find, valuesOf } = await renderTree({
    'apps/web.yaml': resourceSet(`inputs: [{ path: more, port: "7" }]
resources:
${map('vars', 'PORT: << inputs.port | quote >>').replace('namespace: demo', 'namespace: flux-system')}
resourcesTemplate: |
  ${kustomization('more', 'path: ./<< inputs.path >>\npostBuild: { substituteFrom: [{ kind: ConfigMap, name: vars }] }').replaceAll('\n', '\n  ')}
  ${release('web', 'values: { port: << inputs.port >> }').replaceAll('\n', '\n  ')}`),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Flux.
    'more/map.yaml': configMap('"port-${PORT}"'),
  });
  expect(findings).toEqual([]);
  expect(await find('ConfigMap demo/port-7')).toBeDefined();
  expect(await valuesOf('web')).toEqual({ port: 7 });
});

test('static providers are evaluated, by name and by selector', async () => {
  for (const reference of ['name: apps', 'selector: { matchLabels: { team: a } }']) {
    const { findings, find } = await renderTree({
      'apps/a.yaml': resourceSet(`inputStrategy: { name: Permute }
inputs: [{ x: 1 }, { x: 2 }]
inputsFrom: [{ ${reference} }]
resources:
${map('"x<< inputs.fleet.x >>-<< inputs.apps.env >>"')}`),
      'apps/z.yaml': provider('{ type: Static, defaultValues: { env: test } }'),
    });
    expect(findings).toEqual([]);
    expect(await find('ConfigMap demo/x2-test')).toBeDefined();
  }
});

test('what the inputs of other providers make is said to be not rendered', async () => {
  const { findings, exitCode, find } = await renderTree({
    'apps/web.yaml': `${resourceSet(`inputs: [{ id: own }]\ninputsFrom: [{ name: apps }]\nresources:\n${map('"<< inputs.id >>"')}`)}${provider('{ type: GitHubPullRequest, url: "https://git.example.com/a/b" }')}`,
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "warning apps/web.yaml:6: ResourceSet demo/fleet: spec.inputsFrom: the inputs of ResourceSetInputProvider demo/apps are known in the cluster only, so what the ResourceSet makes of them is not rendered or checked. [not-rendered]",
    ]
  `);
  expect(exitCode).toBe(0);
  expect(await find('ConfigMap demo/own')).toBeDefined();
});

test.each([
  [
    'a provider that nothing defines',
    'inputsFrom: [{ name: app }]',
    '"<< inputs.id >>"',
    /^error .*the tree has no ResourceSetInputProvider demo\/app/,
  ],
  [
    'a template with an input that nobody has',
    'inputs: [{ a: 1 }]',
    '"<< inputs.b >>"',
    /^error .*map has no entry for key "b"/,
  ],
  [
    'an object without a namespace',
    'inputs: [{ a: 1 }]',
    'x, namespace: ""',
    /^error .*it has no namespace, and its ResourceSet sets none/,
  ],
])('reports %s', async (_, inputs, name, message) => {
  const text = resourceSet(`${inputs}\nresources:\n${map(name)}`);
  const files = { 'apps/web.yaml': text.replace(', namespace: "", namespace: demo', '') };
  const { findings, exitCode } = await renderTree(files);
  expect(findings).toEqual([expect.stringMatching(message)]);
  expect(exitCode).toBe(1);
});

test('an annotation disables it', async () => {
  const off = 'fluxcd.controlplane.io/reconcile: disabled';
  const { findings } = await renderTree({
    'apps/web.yaml': resourceSet(`resources:\n${map('web')}`, off),
  });
  expect(findings).toEqual([expect.stringMatching(/^warning .*disabled by its annotation/)]);
});

test('data is copied from an object of the tree; of another one it is known in the cluster only', async () => {
  const copy = (kind: string, name: string, from: string) =>
    `  - { apiVersion: v1, kind: ${kind}, metadata: { name: ${name}, namespace: demo, annotations: { fluxcd.controlplane.io/copyFrom: ${from} } } }\n`;
  const { findings, exitCode, valuesOf } = await renderTree({
    'apps/web.yaml': `${configMap('source', 'key: value')}${resourceSet(`resources:\n${copy('ConfigMap', 'copied', 'demo/source')}${copy('Secret', 'other', 'vault/key')}`)}${release(
      'web',
      `valuesFrom:
  - { kind: ConfigMap, name: copied, valuesKey: key, targetPath: a }
  - { kind: Secret, name: other, valuesKey: key, targetPath: b }`,
    )}`,
  });
  expect(findings).toEqual([
    expect.stringMatching(/^warning .*fills Secret demo\/other in the cluster/),
  ]);
  expect(exitCode).toBe(0);
  expect(await valuesOf('web')).toEqual({ a: 'value', b: 'unknown-value' });
});
