import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { immutableField } from './immutable-field.ts';

const pointers = (kind: string, before: string, after: string) => {
  const object = (fields: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: web }\n${fields}\n`;
  return tryRule(immutableField, {
    objects: object(after),
    previous: { objects: object(before) },
  }).map(({ pointer }) => pointer);
};

test.each([
  [
    'Deployment',
    'spec: { selector: { matchLabels: { app: web } } }',
    'spec: { selector: { matchLabels: { app: shop } } }',
    '/spec/selector',
  ],
  [
    'PersistentVolumeClaim',
    'spec: { resources: { requests: { storage: 1Gi } } }',
    'spec: { resources: { requests: { storage: 2Gi } } }',
    '/spec/resources',
  ],
  ['Service', 'spec: { ports: [] }', 'spec: { ports: [], clusterIP: None }', '/spec/clusterIP'],
  ['Job', 'spec: { template: { a: 1 } }', 'spec: { template: { a: 2 } }', '/spec/template'],
  ['RoleBinding', 'roleRef: { name: a }', 'roleRef: { name: b }', '/roleRef'],
])('%s: %s and then %s', (kind, before, after, pointer) => {
  expect(pointers(kind, before, after)).toEqual([pointer]);
});

test.each([
  ['Deployment', 'spec: { template: { a: 1 } }', 'spec: { template: { a: 2 } }'],
  [
    'StatefulSet',
    'spec: { replicas: 1, template: {} }',
    'spec: { replicas: 0, template: { a: 1 } }',
  ],
  ['ConfigMap', 'data: { a: b }', 'data: { a: c }'],
])('%s may change: %s and then %s', (kind, before, after) => {
  expect(pointers(kind, before, after)).toEqual([]);
});

test('reports nothing without a previous release', () => {
  expect(tryRule(immutableField, 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n')).toEqual(
    [],
  );
});
