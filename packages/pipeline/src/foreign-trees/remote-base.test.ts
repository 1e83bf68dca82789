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

test('what needs the base is not built', async () => {
  const { findings, exitCode } = await renderTree({
    'apps/kustomization.yaml': `resources: [web.yaml, "https://example.com/far.yaml"]
replacements: [{ source: { kind: Secret, name: far, fieldPath: data.a }, targets: [{ select: { kind: ConfigMap }, fieldPaths: [data.a] }] }]
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
