import { expect, test } from 'vitest';
import { expressionOf, refs } from '../template/ref.ts';
import { map } from '../values/collection.ts';
import { object } from '../values/object.ts';
import { image } from '../values/parts.ts';
import { string } from '../values/scalar.ts';
import { component, named } from './component.ts';
import { manifest } from './manifest.ts';
import { restrictedContainer, restrictedPod } from './pod.ts';

const v = refs(
  object('Settings.', {
    image: image('A server.', { repository: 'nginx', tag: '1' }),
    labels: map('Labels.', string('A label.')),
  }),
);
const server = component('server');

test('a selector has what never changes, labels have the versions too', () => {
  const own = { 'app.kubernetes.io/component': 'server' };
  expect(server.selector.of.map((part) => expressionOf(part) ?? part)).toEqual([
    { kind: 'helper', name: 'selectorLabels' },
    own,
  ]);
  expect(server.labels.of.map((part) => expressionOf(part) ?? part)).toEqual([
    { kind: 'helper', name: 'labels' },
    own,
  ]);
});

test('a manifest begins with what it is and whose it is', () => {
  const config = named(server, 'config');
  const data = { 'a.conf': 'b' };
  const annotated = manifest('ConfigMap', config, { metadata: { annotations: { c: 'd' } }, data });
  expect(annotated).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'config',
      namespace: server.namespace,
      labels: server.labels,
      annotations: { c: 'd' },
    },
    data,
  });
  expect(Object.keys(annotated)).toEqual(['apiVersion', 'kind', 'metadata', 'data']);
});

test('a pod and its containers are what Pod Security admits as restricted', () => {
  const pod = restrictedPod(server, { user: 70, spec: { containers: [] } });
  expect(pod.spec).toEqual({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 70,
      runAsGroup: 70,
      fsGroup: 70,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [],
  });
  expect(restrictedContainer({ name: 'server', image: v.image })).toMatchObject({
    imagePullPolicy: 'IfNotPresent',
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  });
});

test("a user's labels stand beside those of the selector, annotations only where there are some", () => {
  const bare = restrictedPod(server, { user: 70, spec: { containers: [] } });
  expect(bare.metadata).toEqual({ labels: server.selector });
  const labels = { user: 70, labels: v.labels, annotations: { a: 'b' }, spec: { containers: [] } };
  expect(restrictedPod(server, labels).metadata).toEqual({
    annotations: { a: 'b' },
    labels: { kind: 'merge', of: [...server.selector.of, v.labels] },
  });
});
