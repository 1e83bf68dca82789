import type { Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { model } from './model.ts';

const podsOf = (manifest: object) =>
  model([{ manifest: manifest as Manifest, position: { file: 'a.yaml' } }]).pods;

const pod = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web' }] } };

test.each([
  ['v1', 'Pod', pod],
  ['v1', 'ReplicationController', { spec: { template: pod } }],
  ['apps/v1', 'Deployment', { spec: { template: pod } }],
  ['apps/v1', 'ReplicaSet', { spec: { template: pod } }],
  ['apps/v1', 'StatefulSet', { spec: { template: pod } }],
  ['apps/v1', 'DaemonSet', { spec: { template: pod } }],
  ['batch/v1', 'Job', { spec: { template: pod } }],
  ['batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template: pod } } } }],
])('%s %s has pods', (apiVersion, kind, fields) => {
  const [found] = podsOf({ apiVersion, kind, ...fields, metadata: { ...pod.metadata, name: 'a' } });
  expect(found?.containers.map(({ name }) => name)).toEqual(['web']);
  expect(found?.labels).toEqual({ app: 'web' });
});

test('init containers come first and ephemeral containers last, each with its path', () => {
  const spec = {
    ephemeralContainers: [{ name: 'debug' }],
    containers: [{ name: 'web' }],
    initContainers: [{ name: 'wait' }, { name: 'proxy', restartPolicy: 'Always' }],
  };
  const [found] = podsOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec });
  expect(
    found?.containers.map(({ name, type, isLasting, path }) => [
      name,
      type,
      isLasting,
      path.join('.'),
    ]),
  ).toEqual([
    ['wait', 'init', false, 'spec.initContainers.0'],
    ['proxy', 'init', true, 'spec.initContainers.1'],
    ['web', 'main', true, 'spec.containers.0'],
    ['debug', 'ephemeral', false, 'spec.ephemeralContainers.0'],
  ]);
});
