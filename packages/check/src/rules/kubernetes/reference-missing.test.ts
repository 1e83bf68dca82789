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

test('an account, two Secrets and a claim, but nothing that is optional', () => {
  expect(tryRule(referenceMissing, objects).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod shop/web: spec.serviceAccountName: ServiceAccount shop/web is missing, so the pod does not start; correct the name, or add the object to a release. [reference-missing]",
      "error objects.yaml: Pod shop/web: spec.imagePullSecrets[0].name: Secret shop/registry is missing, so the pod does not start; correct the name, or add it to the secrets of the profile. [reference-missing]",
      "error objects.yaml: Pod shop/web: spec.containers[0].env[0].valueFrom.secretKeyRef.key: Secret shop/db is missing, so the pod does not start; correct the name, or add it to the secrets of the profile. [reference-missing]",
      "error objects.yaml: Pod shop/web: spec.volumes[0].persistentVolumeClaim.claimName: PersistentVolumeClaim shop/data is missing, so the pod does not start; correct the name, or add the object to a release. [reference-missing]",
    ]
  `);
});

test('a Secret that the namespace has before anything is installed, and the account that it always has', () => {
  const found = tryRule(referenceMissing, {
    objects: objects.replace('serviceAccountName: web', 'serviceAccountName: default'),
    secrets: [{ name: 'db', keys: ['PASSWORD'] }],
  });
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining('Secret shop/registry'),
    expect.stringContaining('PersistentVolumeClaim shop/data'),
  ]);
});
