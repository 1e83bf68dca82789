import type { Manifest } from '@helm-charts/types';

/** The kinds of Flux that a profile uses. */
const kinds = [
  ['source.toolkit.fluxcd.io', 'v1', 'GitRepository', 'gitrepositories'],
  ['source.toolkit.fluxcd.io', 'v1', 'OCIRepository', 'ocirepositories'],
  ['kustomize.toolkit.fluxcd.io', 'v1', 'Kustomization', 'kustomizations'],
  ['helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'helmreleases'],
] as const;

/** What `flux install --export` writes, as far as it matters here: its namespace, its kinds and its controllers. */
export const fluxObjects: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } },
  ...['source-controller', 'kustomize-controller', 'helm-controller'].map((name) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'flux-system' },
    spec: { template: { spec: { containers: [{ name: 'manager', image: `fluxcd/${name}:v1` }] } } },
  })),
  ...kinds.map(([group, version, kind, plural]) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural },
      versions: [{ name: version, served: true, storage: true, subresources: { status: {} } }],
    },
  })),
];

export const fluxManifest: string = fluxObjects
  .map((object) => `---\n${JSON.stringify(object)}\n`)
  .join('');
