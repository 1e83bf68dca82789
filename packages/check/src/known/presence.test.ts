import { expect, test } from 'vitest';
import { contextOf } from '../context.ts';
import { inputOf } from '../example.ts';
import { noGaps } from './gaps.ts';
import type { Presence, Surroundings, Tie } from './presence.ts';

const pod = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, args: [--leader-config=leader] }] }
`;

/** What is known of an object that the pod names, beside other objects. */
const presence = (
  kind: string,
  name: string,
  {
    others = '',
    namespace = 'shop',
    tie = 'shared',
    ...surroundings
  }: Surroundings & {
    readonly others?: string;
    readonly namespace?: string;
    readonly tie?: Tie;
  } = {},
): Presence => {
  const applied = others === '' ? pod : `${pod}---${others}`;
  const context = contextOf(inputOf({ applied, surroundings: { kind: 'tree', ...surroundings } }));
  const from = context.objects.find(({ manifest }) => manifest.kind === 'Pod');
  if (from === undefined) throw new Error('there is a pod');
  return context.presenceOf({ kind, group: '', namespace, name, path: [] }, from, tie);
};

test('an object that nothing creates is missing; a Secret may be created by hand', () => {
  expect(presence('ConfigMap', 'settings')).toBe('missing');
  expect(presence('Secret', 'db')).toBe('assumed');
  expect(presence('Secret', 'db', { kind: 'profile' })).toBe('missing');
});

test.each([
  ['ServiceAccount', 'default', 'shop'],
  ['ConfigMap', 'kube-root-ca.crt', 'shop'],
  ['ConfigMap', 'coredns', 'kube-system'],
  ['ClusterRole', 'view', ''],
  ['ClusterRole', 'system:auth-delegator', ''],
  ['PriorityClass', 'system-node-critical', ''],
  ['Namespace', 'default', ''],
  ['ConfigMap', 'leader', 'shop'],
  ['ConfigMap', '$NAME', 'shop'],
])('%s %s in %s is not missing', (kind, name, namespace) => {
  expect(presence(kind, name, { namespace })).toBe('elsewhere');
});

test.each([
  ['a producer', 'Secret', 'tls', 'cert-manager.io/v1\nkind: Certificate', '{ secretName: tls }'],
  [
    'a custom resource that names it',
    'ConfigMap',
    'made',
    'x.example.com/v1\nkind: Maker',
    '{ output: made }',
  ],
  [
    'a custom resource with its first words',
    'Service',
    'own-rw',
    'x.example.com/v1\nkind: Maker',
    '{}',
  ],
])('%s may create an object', (_what, kind, name, type, spec) => {
  const others = `\napiVersion: ${type}\nmetadata: { name: own, namespace: shop }\nspec: ${spec}\n`;
  expect(presence(kind, name)).not.toBe('elsewhere');
  expect(presence(kind, name, { others })).toBe('elsewhere');
});

test('the configuration of the repository says what the cluster has', () => {
  const inCluster = ['StorageClass fast', 'ConfigMap shop/settings'];
  expect(presence('ConfigMap', 'settings', { inCluster })).toBe('elsewhere');
  expect(presence('StorageClass', 'fast', { inCluster, namespace: '' })).toBe('elsewhere');
  expect(presence('StorageClass', 'slow', { inCluster, namespace: '' })).toBe('missing');
});

test('a release that is not rendered may create anything in its namespace, a directory that was not built anywhere', () => {
  const gaps = { ...noGaps, namespaces: new Set(['shop']) };
  expect(presence('ConfigMap', 'settings', { gaps })).toBe('elsewhere');
  expect(
    presence('ConfigMap', 'settings', { gaps: { ...gaps, namespaces: new Set(['mail']) } }),
  ).toBe('missing');
  expect(presence('ConfigMap', 'settings', { gaps: { ...noGaps, isAnywhere: true } })).toBe(
    'elsewhere',
  );
});

test('of a namespace without objects nothing is known, unless its name is misspelt', () => {
  expect(presence('Service', 'db', { namespace: 'databases' })).toBe('elsewhere');
  expect(presence('Service', 'db', { namespace: 'shpo' })).toBe('missing');
});

test('a chart has its own objects, and others can be of other releases', () => {
  expect(presence('ConfigMap', 'settings', { kind: 'chart' })).toBe('elsewhere');
  const context = contextOf(inputOf({ objects: pod, surroundings: { kind: 'chart' } }));
  const [from] = context.objects;
  if (from === undefined) throw new Error('there is a pod');
  const target = { kind: 'Role', group: '', namespace: 'shop', name: 'web', path: [] };
  expect(context.presenceOf(target, from, 'own')).toBe('missing');
});
