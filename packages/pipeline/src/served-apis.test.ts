import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { defaultTarget } from '@helm-charts/kubernetes';
import { workspace } from '@helm-charts/testing/tiny-chart';
import type { ProfileCluster } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { treeInput } from './input.ts';
import { simulate } from './simulate.ts';
import { gitChart, helmRelease } from './testing/profile.ts';

const crd = (name: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name}s.example.com }
spec:
  group: example.com
  names: { kind: ${name}, plural: ${name}s }
  scope: Namespaced
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }
    - { name: v1beta1, served: false, storage: false, schema: { openAPIV3Schema: { type: object } } }
`;

const asked = ['policy/v1beta1', 'policy/v1', 'helm.toolkit.fluxcd.io/v2/HelmRelease'];

const has = (api: string): string =>
  `{{ if .Capabilities.APIVersions.Has "${api}" }}${api} {{ end }}`;

const chart = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
  [`charts/${name}/templates/apis.yaml`]: `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data:
  apis: ${[...asked, 'example.com/v1/Feed', 'example.com/v1beta1', 'example.com/v1/Own', 'example.com/v1/Applied'].map(has).join('')}
  source: {{ lookup "example.com/v1" "Applied" "system" "one" | dig "spec" "url" "none" }}
`,
  ...more,
});

const files = {
  ...chart('operator', { 'charts/operator/templates/crd.yaml': crd('Feed') }),
  ...chart('web', { 'charts/web/crds/own.yaml': crd('Own') }),
  ...chart('alone'),
  'profile/operator.yaml': helmRelease('operator', gitChart('./charts/operator')),
  'profile/web.yaml': helmRelease(
    'web',
    `${gitChart('./charts/web')}  dependsOn: [{ name: operator }]\n`,
  ),
  'profile/alone.yaml': helmRelease('alone', gitChart('./charts/alone')),
  'profile/crd.yaml': crd('Applied'),
  'profile/one.yaml': `apiVersion: example.com/v1
kind: Applied
metadata: { name: one, namespace: system }
spec: { url: http://one }
`,
};

const dataOf = async (cluster?: ProfileCluster) => {
  const workspaceRoot = await workspace(files);
  const input = treeInput({
    workspaceRoot,
    directory: join(workspaceRoot, 'profile'),
    out: join(workspaceRoot, 'dist'),
    cluster,
  });
  const { installed } = await simulate(input, openEngine({ workspaceRoot, engine: 'native' }));
  return Object.fromEntries(
    installed.map(({ name, documents }) => [
      name,
      documents.find(({ manifest }) => manifest.kind === 'ConfigMap')?.manifest.data,
    ]),
  );
};

test('a release sees the APIs of Kubernetes and Flux, and the custom resources that are installed before it', async () => {
  expect(await dataOf()).toMatchInlineSnapshot(`
    {
      "alone": {
        "apis": "policy/v1 helm.toolkit.fluxcd.io/v2/HelmRelease example.com/v1/Applied",
        "source": "none",
      },
      "operator": {
        "apis": "policy/v1 helm.toolkit.fluxcd.io/v2/HelmRelease example.com/v1/Applied",
        "source": "none",
      },
      "web": {
        "apis": "policy/v1 helm.toolkit.fluxcd.io/v2/HelmRelease example.com/v1/Feed example.com/v1/Own example.com/v1/Applied",
        "source": "none",
      },
    }
  `);
});

test('lookup finds the objects that Kustomizations apply, if the profile wants it', async () => {
  const { web } = await dataOf({ lookupApplied: true });
  expect(web).toMatchObject({ source: 'http://one' });
});

test('lookup finds the objects of the profile', async () => {
  const { web } = await dataOf({
    objects: [
      {
        apiVersion: 'example.com/v1',
        kind: 'Applied',
        metadata: { name: 'one', namespace: 'system' },
        spec: { url: 'http://two' },
      },
    ],
  });
  expect(web).toMatchObject({ source: 'http://two' });
});

test('the APIs of Flux are those that have a schema', () => {
  const folder = join(import.meta.dirname, '../../../schemas/flux-2.9');
  const kinds = readdirSync(folder).flatMap((file): readonly string[] => {
    if (!file.endsWith('.json')) return [];
    const { 'x-kubernetes-group-version-kind': found } = JSON.parse(
      readFileSync(join(folder, file), 'utf8'),
    );
    return found.map(
      ({ group, version, kind }: Readonly<Record<string, string>>) => `${group}/${version}/${kind}`,
    );
  });
  expect(kinds.toSorted()).toEqual(defaultTarget.flux.apis);
});
