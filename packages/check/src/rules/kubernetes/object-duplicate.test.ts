import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { objectDuplicate } from './object-duplicate.ts';

const deployment = (release: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { helm.toolkit.fluxcd.io/name: ${release} } }
`;

test('reports an object of two releases', () => {
  const objects = `${deployment('shop')}---${deployment('jobs')}`;
  expect(tryRule(objectDuplicate, objects).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Deployment web: release shop (objects.yaml) and release jobs both define the object, and each overwrites the other; rename or remove one of the two. [object-duplicate]",
    ]
  `);
});

test('reports an object of a release and of the profile', () => {
  const applied = deployment('shop');
  expect(
    tryRule(objectDuplicate, { objects: deployment('shop'), applied }).map(printFinding),
  ).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Deployment web: the profile (applied.yaml) and release shop both define the object, and each overwrites the other; rename or remove one of the two. [object-duplicate]",
    ]
  `);
});

test('allows the same name in another API group or namespace', () => {
  const objects = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
---
apiVersion: extensions.example.com/v1
kind: Ingress
metadata: { name: web }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
`;
  expect(tryRule(objectDuplicate, objects)).toEqual([]);
});
