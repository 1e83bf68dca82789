import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { releaseKustomizations } from '../flux/kustomizations.ts';

export const kustomizationWait: Rule = {
  id: 'kustomization-wait',
  set: 'appliance',
  title: 'A Kustomization that applies HelmReleases does not wait for them.',
  why: 'While it waits for a failing release, it applies no newer commit, not even the one that fixes the release.',
  source: 'kustomize-controller docs/spec/v1/kustomizations.md, Wait',
  severity: 'error',
  scope: 'profile',
  bad: { applied: example(true) },
  good: { applied: example(false) },
  check: (context) =>
    releaseKustomizations(context)
      .filter(({ manifest }) => valueAt(manifest, ...field) === true)
      .map((object) =>
        problem(
          object,
          field,
          'while the Kustomization waits for a failed release, it applies no commit that fixes it',
          'set false',
        ),
      ),
};

const field = ['spec', 'wait'] as const;

function example(wait: boolean): string {
  return `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: releases, namespace: flux-system }
spec: { wait: ${wait} }
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
