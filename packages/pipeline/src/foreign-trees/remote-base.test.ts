import { expect, test } from 'vitest';
import { configMap, renderTree } from '../testing/foreign-tree.ts';

const patch = `apiVersion: apps/v1
kind: Deployment
metadata: { name: far, namespace: demo }
spec: { replicas: 2 }
`;

const warning = (url: string) =>
  expect.stringMatching(new RegExp(`^warning .*${url} is not available locally.*not-rendered`));

/** Each kustomization of apps/ names something remote besides web.yaml. */
const remote: Readonly<Record<string, string>> = {
  'a file': 'resources: [web.yaml, "https://example.com/far.yaml"]',
  'a directory of a repository': 'resources: [web.yaml, "github.com/example/far//deploy?ref=v1"]',
  'the field bases': 'resources: [web.yaml]\nbases: ["git@example.com:far.git"]',
  'a component': 'resources: [web.yaml]\ncomponents: ["https://example.com/far//component?ref=v1"]',
  'a patch':
    'resources: [web.yaml]\npatches: [{ path: "https://example.com/far.yaml", target: { kind: Pod } }]',
  'a schema': 'resources: [web.yaml]\nopenapi: { path: "https://example.com/far.json" }',
  'a file of a generator':
    'resources: [web.yaml]\nconfigMapGenerator: [{ name: g, namespace: demo, files: ["a=https://example.com/far.txt"] }]',
  'a base of a base': 'resources: [web.yaml, ../base]\nnamePrefix: ""',
  'patches of what is far': `resources: [web.yaml, ../base]\npatches: [{ path: far.yaml }]\npatchesStrategicMerge: [far.yaml]`,
};

test.each(Object.entries(remote))(
  'the rest is built without %s that is remote',
  async (_, text) => {
    const { findings, exitCode, find } = await renderTree({
      'apps/kustomization.yaml': `${text}\n`,
      'apps/web.yaml': configMap('web'),
      'apps/far.yaml': patch,
      'base/kustomization.yaml': 'resources: ["https://example.com/far//x?ref=v1"]\n',
    });
    expect(findings).toEqual([warning('.*far.*')]);
    expect(exitCode).toBe(0);
    expect(await find('ConfigMap demo/web')).toBeDefined();
  },
);

test('a kustomization of remote bases only is empty', async () => {
  const { findings, exitCode } = await renderTree({
    'apps/namespace.yaml': '',
    'apps/kustomization.yaml': 'resources: ["https://example.com/far.yaml"]\n',
  });
  expect(findings).toEqual([warning('far.yaml')]);
  expect(exitCode).toBe(0);
});

const far = 'apiVersion: v1\nkind: Secret\nmetadata: { name: far }\n';

/** Each kustomization of apps/ has a part that needs objects of far.yaml. */
const needing: Readonly<Record<string, readonly [text: string, part: string | undefined]>> = {
  'the source of a replacement': [
    'replacements: [{ source: { kind: Secret, name: far, fieldPath: data.a }, targets: [{ select: { kind: ConfigMap }, fieldPaths: [data.a] }] }]',
    'replacements[0]',
  ],
  'the source of a replacement in a file': ['replacements: [{ path: r.yaml }]', 'replacements[0]'],
  'the target of a replacement': [
    'replacements: [{ source: { kind: ConfigMap, name: web, fieldPath: data.a }, targets: [{ select: { kind: Secret, name: far }, fieldPaths: [data.a] }] }]',
    undefined,
  ],
  'the field of a source that a missing component sets': [
    'replacements: [{ source: { kind: ConfigMap, name: web, fieldPath: data.far }, targets: [{ select: { kind: Secret, name: far }, fieldPaths: [data.a] }] }]',
    'replacements[0]',
  ],
  'a variable': [
    'vars: [{ name: A, objref: { apiVersion: v1, kind: Service, name: far } }]',
    'vars[0]',
  ],
  'a number of replicas': ['replicas: [{ name: far, count: 3 }]', 'replicas[0]'],
  'a generator that merges': [
    'configMapGenerator: [{ name: own, namespace: demo, literals: [a=b] }, { name: far, namespace: demo, behavior: merge, literals: [a=b] }]',
    'configMapGenerator[1]',
  ],
  'a generator that replaces': [
    'secretGenerator: [{ name: far, namespace: demo, behavior: replace, literals: [a=b] }]',
    'secretGenerator[0]',
  ],
  'a patch with a target': [
    'patches: [{ target: { kind: Secret, name: far }, patch: "- { op: replace, path: /data/a, value: b }" }]',
    undefined,
  ],
  'a JSON patch': [
    'patchesJson6902: [{ target: { version: v1, kind: Secret, name: far }, patch: "- { op: replace, path: /data/a, value: b }" }]',
    undefined,
  ],
  'a strategic merge patch': ['patchesStrategicMerge: [far.yaml]', undefined],
  'an image': ['images: [{ name: far, newTag: v2 }]', undefined],
  'a component with a replacement': ['components: [../component]', 'replacements[0]'],
};

test.each(Object.entries(needing))('the rest is built without %s', async (_, [text, part]) => {
  const { findings, exitCode, find } = await renderTree({
    'apps/kustomization.yaml': `resources: [web.yaml, "https://example.com/far.yaml"]\n${text}\n`,
    'apps/web.yaml': configMap('web'),
    'apps/far.yaml': far,
    'apps/r.yaml': '- { source: { kind: Secret, name: far }, targets: [] }\n',
    'component/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${needing['the source of a replacement']?.[0]}\n`,
  });
  const without =
    part &&
    expect.stringMatching(
      new RegExp(
        `^warning .*/kustomization.yaml:\\d: the build goes without ${part.replace(/[[\]]/g, '\\$&')}: the objects for it are not available locally; bring the remote base with helm-charts fetch`,
      ),
    );
  expect(findings.toSorted()).toEqual([warning('far.yaml'), ...(without ? [without] : [])]);
  expect(exitCode).toBe(0);
  expect(await find('ConfigMap demo/web')).toBeDefined();
});

test('parts that need only what is here stay', async () => {
  const { findings, find } = await renderTree({
    'apps/kustomization.yaml': `resources: [web.yaml, "https://example.com/far.yaml"]
namePrefix: a-
replacements:
  - { source: { kind: Secret, name: far, fieldPath: data.a }, targets: [{ select: { kind: ConfigMap }, fieldPaths: [data.a] }] }
  - { source: { kind: ConfigMap, name: web, fieldPath: metadata.name }, targets: [{ select: { kind: ConfigMap }, fieldPaths: [data.a] }] }
configMapGenerator: [{ name: far, behavior: merge, files: ["https://example.com/far.txt"] }, { name: own, namespace: demo, literals: [a=b] }, { name: own, namespace: demo, behavior: merge, literals: [c=d] }]
generatorOptions: { disableNameSuffixHash: true }
`,
    'apps/web.yaml': configMap('web'),
  });
  expect(findings.filter((line) => line.includes('goes without'))).toEqual([
    expect.stringContaining('replacements[0], configMapGenerator[0]:'),
  ]);
  expect((await find('ConfigMap demo/a-web'))?.data).toEqual({ a: 'a-web' });
  expect((await find('ConfigMap demo/a-own'))?.data).toMatchObject({ c: 'd' });
});

test('what cannot be built without the base is not', async () => {
  const { findings, exitCode } = await renderTree({
    'apps/kustomization.yaml': `resources: [web.yaml, "https://example.com/far.yaml"]
patches: [{ target: { kind: ConfigMap }, patch: "- { op: remove, path: /data/far }" }]
`,
    'apps/web.yaml': configMap('web'),
  });
  expect(findings).toEqual([
    warning('far.yaml'),
    expect.stringMatching(
      /^warning .*without what is not available locally, nothing of it can be built/,
    ),
  ]);
  expect(exitCode).toBe(0);
});

test('Flux allows no helmCharts', async () => {
  const { findings } = await renderTree({
    'apps/kustomization.yaml':
      'helmCharts: [{ name: a, repo: "https://example.com", version: 1.0.0 }]\n',
  });
  expect(findings).toEqual([
    expect.stringMatching(/^error apps: the kustomization has helmCharts/),
  ]);
});
