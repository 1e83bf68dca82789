import { model } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { installationOf, releasesOf } from './installation.ts';

type Rendered = Parameters<typeof installationOf>[0];
type Cluster = Rendered['clusters'][number];

const helmRelease = (name: string): Manifest => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name, namespace: 'system' },
});

const release = (name: string): Cluster['releases'][number] => ({
  name,
  namespace: 'system',
  helmRelease: helmRelease(name),
  chartDirectory: `/charts/${name}`,
  values: {},
  dependsOn: [],
});

const service = (name: string): Cluster['objects'][number] => ({
  manifest: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { 'helm.toolkit.fluxcd.io/namespace': 'system' } },
  },
  release: name,
  position: { file: 'templates/service.yaml' },
});

const cluster: Cluster = {
  ...model([service('db')]),
  releases: [release('db'), release('empty')],
  flux: ['db', 'empty', 'remote'].map(helmRelease),
};

test('each step lists its objects, its dependencies, and whether it was rendered', () => {
  const order: Rendered['order'] = [
    { wave: 1, id: 'HelmRelease system/db', after: [] },
    { wave: 1, id: 'HelmRelease system/empty', after: [] },
    {
      wave: 2,
      id: 'HelmRelease system/remote',
      after: [
        { id: 'HelmRelease system/db', why: 'spec.dependsOn' },
        { id: 'Kustomization flux-system/all', why: 'Kustomization flux-system/all applies it' },
      ],
    },
  ];
  expect(installationOf({ order, clusters: [cluster], built: { layers: [] } })).toEqual([
    '  1. HelmRelease system/db: 1 object',
    '  1. HelmRelease system/empty: 0 objects',
    '  2. HelmRelease system/remote: not rendered, after db',
  ]);
});

test('counts all releases, also those that are not rendered', () => {
  expect(releasesOf({ clusters: [cluster] })).toBe('3 releases');
});
