import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { run } from './run.ts';
import { copyWorkspace } from './testing/copy.ts';

const profile = 'flux-profiles/talos-single-node';

test.each(['kubernetes=1.36,flux=2.9', 'kubernetes=1.37,flux=2.10'])(
  'the profile and its charts are right for %s',
  async (target) => {
    using copy = copyWorkspace();
    const charts = ['pgbouncer', 'sebastian', 'temporal'].map((name) => `charts/${name}`);
    const args = ['render', profile, ...charts, '--target', target];
    const { output, errors, exitCode } = await run(args, copy.directory);
    expect({ errors, exitCode }).toEqual({ errors: '', exitCode: 0 });
    expect(output).toMatch(/^flux-profiles\/talos-single-node: .* 0 findings/m);
  },
);

const pod = `apiVersion: resource.k8s.io/v1beta2
kind: DeviceClass
metadata: { name: gpu }
spec: {}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data: { version: "{{ .Capabilities.KubeVersion.Version }}" }
`;

const files = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/templates/a.yaml': pod,
};

test('a chart sees the version of the target', async () => {
  const directory = await workspace(files);
  const { output } = await run(
    ['render', 'charts/web', '--target', 'kubernetes=1.37.1'],
    directory,
  );
  expect(output).toMatchInlineSnapshot(`
    "warning charts/web/templates/a.yaml: DeviceClass gpu: apiVersion: Kubernetes 1.37 does not serve DeviceClass of resource.k8s.io/v1beta2 with default settings; write resource.k8s.io/v1, or turn it on with --runtime-config=resource.k8s.io/v1beta2=true of the API server, and name it in apiVersions of the cluster. [api-not-served]
      for Kubernetes 1.37.1 and Flux 2.9
    charts/web: 1 scenario, 2 manifests, 0 findings, 1 warning
    "
  `);
});

test.each([
  ['kubernetes=1.3', 'there are no schemas of Kubernetes 1.3; use 1.36 or 1.37'],
  ['flux=3', 'there are no schemas of Flux 3; use 2.9 or 2.10'],
  ['1.37', 'the target "1.37" names no versions of Kubernetes and Flux; write for instance'],
])('--target %s is refused with what there is', async (target, sentence) => {
  const directory = await workspace(files);
  for (const command of [
    ['render', 'charts/web'],
    ['schemas', 'list'],
  ]) {
    const { errors, exitCode } = await run([...command, '--target', target], directory);
    expect(exitCode).toBe(2);
    expect(errors).toContain(sentence);
  }
});

test('schemas can be added and listed in any repository', async () => {
  const directory = await workspace({
    'apps/kustomization.yaml': 'resources: [a.yaml]\n',
    'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: feeds.example.com }
spec:
  group: example.com
  names: { kind: Feed, plural: feeds }
  scope: Namespaced
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { url: { type: string } } } } } } }
`,
    'apps/a.yaml':
      'apiVersion: example.com/v1\nkind: Feed\nmetadata: { name: a, namespace: b }\nspec: { ulr: c }\n',
  });
  const before = await run(['render', 'apps'], directory);
  expect(before.output).toContain('[unknown-kind]');
  expect(await run(['schemas', 'add', 'crd.yaml'], directory)).toMatchObject({ exitCode: 0 });
  const after = await run(['render', 'apps'], directory);
  expect(after.output + after.errors).toContain(
    "additional property 'ulr' not allowed; did you mean url?",
  );
  const { output } = await run(['schemas', 'list'], directory);
  expect(output).toContain(
    '  example.com/v1/Feed: schemas/example.com/feed-v1.json, from crd.yaml\n',
  );
});
