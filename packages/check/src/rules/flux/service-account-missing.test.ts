import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { serviceAccountMissing } from './service-account-missing.ts';

const kustomization = (account: string) => `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { serviceAccountName: ${account} }
`;

/** What `flux install` writes, in short. */
const components = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: kustomize-controller, namespace: flux-system }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: kustomize-controller, namespace: flux-system }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: crd-controller-flux-system }
subjects: [{ kind: ServiceAccount, name: image-reflector-controller, namespace: flux-system }]
---`;

const instance = `
apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: { name: flux, namespace: flux-system }
---`;

const found = (applied: string) =>
  tryRule(serviceAccountMissing, { applied, surroundings: { kind: 'tree' } }).map(printFinding);

test('in flux-system an account is missing if the tree has the components of Flux', () => {
  expect(found(components + kustomization('team'))).toEqual([
    'error applied.yaml: Kustomization flux-system/apps: spec.serviceAccountName: ServiceAccount flux-system/team is missing, so Flux may not apply the Kustomization; correct the name, or add the ServiceAccount. [service-account-missing]',
  ]);
  expect(found(components + kustomization('kustomize-controller'))).toEqual([]);
});

test('where flux install or the Flux Operator makes the components, nothing is known of accounts in flux-system', () => {
  expect(found(kustomization('team'))).toEqual([]);
  expect(found(components + instance + kustomization('team'))).toEqual([]);
});
