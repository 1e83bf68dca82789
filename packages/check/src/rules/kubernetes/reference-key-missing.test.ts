import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { referenceKeyMissing } from './reference-key-missing.ts';

test('reports a missing key of a Secret of the profile and a missing mounted key', () => {
  const objects = `
apiVersion: v1
kind: Secret
metadata: { name: web, namespace: shop }
stringData: { a: b }
data: { c: ZA== }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      env:
        - { name: A, valueFrom: { secretKeyRef: { name: db, key: PASWORD } } }
        - { name: B, valueFrom: { secretKeyRef: { name: db, key: OTHER, optional: true } } }
  volumes: [{ name: web, secret: { secretName: web, items: [{ key: a, path: a }, { key: b, path: b }] } }]
`;
  const secrets = [{ name: 'db', keys: ['PASSWORD'] }];
  expect(
    tryRule(referenceKeyMissing, { objects, secrets }).map(printFinding),
  ).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod shop/web: spec.containers[0].env[0].valueFrom.secretKeyRef.key: Secret shop/db has no key PASWORD (its keys: PASSWORD), so the container does not start; did you mean PASSWORD? [reference-key-missing]",
      "error objects.yaml: Pod shop/web: spec.volumes[0].secret.items[1].key: Secret shop/web has no key b (its keys: c and a), so the container does not start; correct the key, or add it to the object. [reference-key-missing]",
    ]
  `);
});
