import { join } from 'node:path';
import { manifestId, printPosition } from '@helm-charts/types';
import { expect, test, vi } from 'vitest';
import { gitChart, helmRelease, renderFiles, renderTree } from './testing/profile.ts';

const chart = (name: string, text: string) => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
  [`charts/${name}/templates/all.yaml`]: text,
});

const app = chart(
  'app',
  `apiVersion: v1
kind: Service
metadata: {name: app}
spec: {selector: {app: app}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  template:
    metadata: {labels: {app: app}}
    spec: {containers: [{name: app, env: [{name: DB, value: "db:5432"}]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: app}
---
apiVersion: example.com/v1
kind: Wide
metadata: {name: app}
`,
);

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: wides.example.com}
spec: {group: example.com, scope: Cluster, names: {kind: Wide}}
`;

const files = {
  ...app,
  ...chart('db', 'apiVersion: v1\nkind: Service\nmetadata: {name: db}\n'),
  'profile/app.yaml': helmRelease(
    'app',
    `${gitChart('charts/app')}  targetNamespace: msp\n  dependsOn: [{name: db}]\n  values: {a: 1}\n`,
  ),
  'profile/db.yaml': helmRelease('db', `${gitChart('charts/db')}  targetNamespace: msp\n`),
  'profile/wide.yaml': definition,
};

test('the cluster contains every object with its namespace, release and file', async () => {
  const { profile, findings } = await renderFiles(files);
  expect(findings).toEqual([]);
  const { objects, releases, flux, edges } = profile.cluster;
  expect(
    objects.map(
      ({ manifest, release, position }) =>
        `${manifestId(manifest)} of ${release} in ${printPosition(position)}`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "CustomResourceDefinition wides.example.com of undefined in profile/wide.yaml:1",
      "HelmRelease system/app of undefined in profile/app.yaml:1",
      "HelmRelease system/db of undefined in profile/db.yaml:1",
      "ClusterRole app of app in charts/app/templates/all.yaml",
      "Service msp/app of app in charts/app/templates/all.yaml",
      "Deployment msp/app of app in charts/app/templates/all.yaml",
      "Wide app of app in charts/app/templates/all.yaml",
      "Service msp/db of db in charts/db/templates/all.yaml",
    ]
  `);
  expect(flux.map(manifestId)).toEqual(['HelmRelease system/app', 'HelmRelease system/db']);
  expect(
    releases.map(({ name, namespace, values, dependsOn }) => ({
      name,
      namespace,
      values,
      dependsOn,
    })),
  ).toEqual([
    { name: 'app', namespace: 'system', values: { a: 1 }, dependsOn: ['db'] },
    { name: 'db', namespace: 'system', values: {}, dependsOn: [] },
  ]);
  expect(edges.map(({ from, to, part }) => `${from} -> ${to} ${part ?? ''}`)).toEqual([
    'HelmRelease system/app -> HelmRelease system/db ',
    'Service msp/app -> Deployment msp/app ',
    'Deployment msp/app -> Service msp/db 5432',
  ]);
});

test('writes cluster.json and order.json beside the manifests', async () => {
  const { texts } = await renderFiles(files);
  expect([...texts.keys()].sort()).toEqual([
    'cluster.json',
    'flux.yaml',
    'msp-app.yaml',
    'msp-db.yaml',
    'order.json',
  ]);
  expect(JSON.parse(texts.get('order.json') ?? '')).toEqual([
    { wave: 1, id: 'HelmRelease system/db', after: [] },
    {
      wave: 2,
      id: 'HelmRelease system/app',
      after: [{ id: 'HelmRelease system/db', why: 'spec.dependsOn' }],
    },
  ]);
  expect(JSON.parse(texts.get('cluster.json') ?? '')).toMatchObject({
    releases: [{ chartDirectory: 'charts/app' }, { chartDirectory: 'charts/db' }],
  });
});

test('writes the same bytes in another directory, time zone and language', async () => {
  const first = await renderFiles(files);
  vi.stubEnv('TZ', 'Pacific/Chatham');
  vi.stubEnv('LC_ALL', 'tr_TR.UTF-8');
  vi.stubEnv('LANG', 'tr_TR.UTF-8');
  try {
    const second = await renderFiles(files);
    expect(second.workspaceRoot).not.toBe(first.workspaceRoot);
    expect([...second.texts]).toEqual([...first.texts]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a second render gives the same names and digests', async () => {
  const generated = {
    ...files,
    'profile/kustomization.yaml':
      'namespace: system\nresources: [app.yaml, db.yaml, wide.yaml]\nconfigMapGenerator: [{name: values, literals: [a=b]}]\n',
  };
  const { profile, workspaceRoot, texts } = await renderFiles(generated);
  const again = await renderTree(workspaceRoot, join(workspaceRoot, 'dist/again'));
  expect(again.cluster).toEqual(profile.cluster);
  expect(texts.get('flux.yaml')).toContain('name: values-');
});

test('reports a Secret in the repository and an object that two Kustomizations apply', async () => {
  const kustomization = (name: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {path: ./${name}, sourceRef: {kind: GitRepository, name: x}}\n`;
  const secret = (name: string, more: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: msp}\n${more}`;
  const { findings, texts } = await renderFiles({
    'profile/a.yaml': kustomization('a'),
    'profile/b.yaml': kustomization('b'),
    'a/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: msp}\n',
    'b/namespace.yaml': '\n\napiVersion: v1\nkind: Namespace\nmetadata: {name: msp}\n',
    'a/secret.yaml': [
      secret('plain', 'stringData: {a: b}\n'),
      secret('empty', 'type: kubernetes.io/service-account-token\n'),
      secret('encrypted', 'data: {a: ENC}\nsops: {version: 3.9.0}\n'),
    ].join('---\n'),
    'b/kustomization.yaml':
      'resources: [namespace.yaml]\nsecretGenerator:\n  - name: generated\n    literals: [a=b]\n',
  });
  // Flux removes it at decryption.
  expect(texts.get('flux.yaml')).not.toContain('sops');
  expect(findings).toMatchInlineSnapshot(`
    [
      "error a/secret.yaml:1: Secret msp/plain: the Secret is committed to Git in plain text, so everyone with access to the repository can read it; delete it and create it outside of Git, or encrypt it with SOPS. [secret-in-git]",
      "error b/namespace.yaml:3: Namespace msp: flux-system/a and flux-system/b both apply the object, so each overwrites the other; rename or remove one. [duplicate]",
      "error b/kustomization.yaml:3: Secret generated-k695gkmbtk: it has no namespace, and its Kustomization sets none, so Flux does not apply it; add metadata.namespace, or spec.targetNamespace of the Kustomization. [namespace]",
      "error b/kustomization.yaml:3: Secret generated-k695gkmbtk: the Secret is committed to Git in plain text, so everyone with access to the repository can read it; delete it and create it outside of Git, or encrypt it with SOPS. [secret-in-git]",
    ]
  `);
});
