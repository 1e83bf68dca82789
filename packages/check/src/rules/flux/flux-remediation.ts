import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const fluxRemediation: Rule = {
  id: 'flux-remediation',
  set: 'flux',
  title: 'A HelmRelease has no remediation.',
  why: 'Remediation uninstalls the release, which deletes its objects, or rolls it back, which may not match migrated data.',
  source:
    'helm-controller docs/spec/v2/helmreleases.md, install.remediation and upgrade.remediation',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  install: { remediation: { retries: 3 } }
  upgrade: { remediation: { retries: 3 } }
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
      Object.entries(consequences)
        .map(([action, message]) => ({ path: ['spec', action, 'remediation'], message }))
        .filter(({ path }) => valueAt(object.manifest, ...path) !== undefined)
        .map(({ path, message }) => problem(object, path, message, 'remove it')),
    ),
};

const consequences = {
  install: 'after a failed installation Flux uninstalls the release and deletes its objects',
  upgrade:
    'after a failed upgrade Flux rolls the release back, even if the upgrade has already migrated data',
} as const;
