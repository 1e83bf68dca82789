import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const fluxRetryForever: Rule = {
  id: 'flux-retry-forever',
  set: 'flux',
  title: 'A HelmRelease retries a failed installation and a failed upgrade without a limit.',
  why: 'Without the strategy RetryOnFailure Flux stops after the first failure until the HelmRelease changes.',
  source: 'helm-controller internal/reconcile/atomic_release.go; fluxcd/flux2#5592',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  upgrade: { strategy: { name: RemediateOnFailure } }
`,
  },
  good: {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  install: { strategy: { name: RetryOnFailure } }
  upgrade: { strategy: { name: RetryOnFailure } }
`,
  },
  check: ({ helmReleases }) =>
    helmReleases.flatMap((object) =>
      actions
        .map(({ field, what }) => ({ path: ['spec', field, 'strategy', 'name'], what }))
        .filter(({ path }) => stringAt(object.manifest, ...path) !== 'RetryOnFailure')
        .map(({ path, what }) =>
          problem(
            object,
            path,
            `Flux does not retry a failed ${what} until the HelmRelease changes`,
            'set RetryOnFailure',
          ),
        ),
    ),
};

const actions = [
  { field: 'install', what: 'installation' },
  { field: 'upgrade', what: 'upgrade' },
] as const;
