import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { releaseKustomizations } from './kustomizations.ts';

export const kustomizationDeletionPolicy: Rule = {
  id: 'kustomization-deletion-policy',
  set: 'flux',
  title: 'A Kustomization that applies HelmReleases has the deletion policy Orphan.',
  why: 'Deleting the Kustomization otherwise deletes the HelmReleases, and Flux uninstalls them all.',
  source:
    'kustomize-controller docs/spec/v1/kustomizations.md, Deletion policy; kustomize-controller#701',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: example('{ prune: true }') },
  good: { applied: example('{ prune: true, deletionPolicy: Orphan }') },
  check: (context) =>
    releaseKustomizations(context)
      .filter(({ manifest }) => stringAt(manifest, ...field) !== 'Orphan')
      .map((object) =>
        problem(
          object,
          field,
          'deleting the Kustomization uninstalls every release that it applies',
          'set Orphan',
        ),
      ),
};

const field = ['spec', 'deletionPolicy'] as const;

function example(spec: string): string {
  return `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: releases, namespace: flux-system }
spec: ${spec}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: web
  namespace: shop
  labels:
    kustomize.toolkit.fluxcd.io/name: releases
    kustomize.toolkit.fluxcd.io/namespace: flux-system
`;
}
