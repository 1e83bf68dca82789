import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { referenceMissing } from './reference-missing.ts';

const objects = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  serviceAccountName: web
  imagePullSecrets: [{ name: registry }]
  containers:
    - name: web
      env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: db, key: PASSWORD } } }]
      envFrom: [{ secretRef: { name: mail, optional: true } }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`;

test('reports a missing ServiceAccount, two Secrets and a claim, but no optional reference', () => {
  expect(tryRule(referenceMissing, objects).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod shop/web: spec.serviceAccountName: ServiceAccount shop/web is missing, so the pod does not start; correct the name, or add the object to a chart. [reference-missing]",
      "error objects.yaml: Pod shop/web: spec.imagePullSecrets[0].name: Secret shop/registry is missing, so the image cannot be pulled from a private registry; correct the name, or add it to the secrets of the profile. [reference-missing]",
      "error objects.yaml: Pod shop/web: spec.containers[0].env[0].valueFrom.secretKeyRef.key: Secret shop/db is missing, so the pod does not start; correct the name, or add it to the secrets of the profile. [reference-missing]",
      "error objects.yaml: Pod shop/web: spec.volumes[0].persistentVolumeClaim.claimName: PersistentVolumeClaim shop/data is missing, so the pod does not start; correct the name, or add the object to a chart. [reference-missing]",
    ]
  `);
});

test('allows a Secret of the profile and the ServiceAccount default', () => {
  const found = tryRule(referenceMissing, {
    objects: objects.replace('serviceAccountName: web', 'serviceAccountName: default'),
    secrets: [{ name: 'db', keys: ['PASSWORD'] }],
  });
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining('Secret shop/registry'),
    expect.stringContaining('PersistentVolumeClaim shop/data'),
  ]);
});

test('a Secret that only people give is missing where a pod does not start without it', () => {
  const secrets = [{ name: 'db', keys: ['PASSWORD'], givenTo: 'web' }];
  const found = tryRule(referenceMissing, { objects, secrets });
  expect(found.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('Secret shop/db is missing'),
  );
});
