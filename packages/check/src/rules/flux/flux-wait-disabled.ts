import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const fluxWaitDisabled: Rule = {
  id: 'flux-wait-disabled',
  set: 'flux',
  title: 'A HelmRelease waits for the pods and Jobs that it installs.',
  why: 'Otherwise it is ready before its pods are ready, and releases that depend on it start too early.',
  source: 'helm-controller api/v2/helmrelease_types.go, DisableWait and DisableWaitForJobs',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: release('{ disableWait: true }') },
  good: { applied: release('{ strategy: { name: RetryOnFailure } }') },
  check: ({ helmReleases }) =>
    helmReleases.flatMap((object) =>
      ['install', 'upgrade', 'rollback'].flatMap((action) =>
        Object.entries(options)
          .map(([option, what]) => ({ path: ['spec', action, option], what }))
          .filter(({ path }) => valueAt(object.manifest, ...path) === true)
          .map(({ path, what }) =>
            problem(
              object,
              path,
              `the HelmRelease is ready before its ${what}, so releases that depend on it start too early`,
              'remove it',
            ),
          ),
      ),
    ),
};

const options = {
  disableWait: 'pods are',
  disableWaitForJobs: 'Jobs have completed',
} as const;

function release(install: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  install: ${install}
`;
}
