import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const fluxIneffectiveOption: Rule = {
  id: 'flux-ineffective-option',
  set: 'flux',
  title: 'A HelmRelease sets no option that Flux 2.9 ignores or that hides a failure.',
  why: 'Such an option reads as if it did something, or the release is ready although a part of it is missing.',
  source: 'helm-controller api/v2/helmrelease_types.go; CHANGELOG 1.5.4, upgrade.force',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release('{ force: true }') },
  good: { applied: release('{ strategy: { name: RetryOnFailure } }') },
  check: ({ helmReleases }) =>
    helmReleases.flatMap((object) =>
      options
        .map((option) => ['spec', ...option])
        .filter((path) => valueAt(object.manifest, ...path) === true)
        .map((path) =>
          problem(
            object,
            path,
            'Flux 2.9 ignores this option, or it hides a failure of the release',
            'remove it',
          ),
        ),
    ),
};

const options = [
  ['install', 'disableHooks'],
  ['install', 'skipCRDs'],
  ['upgrade', 'disableHooks'],
  ['upgrade', 'force'],
  ['upgrade', 'preserveValues'],
  ['rollback', 'force'],
  ['rollback', 'recreate'],
] as const;

function release(upgrade: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  upgrade: ${upgrade}
`;
}
