import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { releaseKustomizations } from './kustomizations.ts';

export const kustomizationRetryInterval: Rule = {
  id: 'kustomization-retry-interval',
  set: 'flux',
  title: 'A Kustomization that applies HelmReleases sets retryInterval.',
  why: 'Without it Flux retries a failed Kustomization after its whole interval, often an hour.',
  source: 'kustomize-controller docs/spec/v1/kustomizations.md, Retry interval',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: example('{ interval: 1h }') },
  good: { applied: example('{ interval: 1h, retryInterval: 1m }') },
  check: (context) =>
    releaseKustomizations(context)
      .filter(({ manifest }) => stringAt(manifest, ...field) === undefined)
      .map((object) =>
        problem(
          object,
          field,
          'it is not set, so Flux retries a failed Kustomization after its whole interval',
          'set it, for instance 1m',
        ),
      ),
};

const field = ['spec', 'retryInterval'] as const;

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
