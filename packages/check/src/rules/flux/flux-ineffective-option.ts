import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const fluxIneffectiveOption: Rule = {
  id: 'flux-ineffective-option',
  set: 'flux',
  title:
    'A HelmRelease sets no option that Flux 2.9 ignores, or that disables hooks or reuses old values.',
  why: 'An ignored option misleads the reader; the others make the release differ from Git.',
  source: 'helm-controller api/v2/helmrelease_types.go, Install, Upgrade and Rollback',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: release('{ force: true }') },
  good: { applied: release('{ strategy: { name: RetryOnFailure } }') },
  check: ({ helmReleases }) =>
    helmReleases.flatMap((object) =>
      options
        .map(({ message, fix = 'remove it', ...option }) => ({
          path: ['spec', ...option.path],
          message,
          fix,
        }))
        .filter(({ path }) => valueAt(object.manifest, ...path) === true)
        .map(({ path, message, fix }) => problem(object, path, message, fix)),
    ),
};

interface Option {
  /** Below `spec`. */
  readonly path: readonly string[];
  readonly message: string;
  readonly fix?: string;
}

const noHooks =
  'Helm runs no hook of the chart, so the release becomes ready without their effects';
const force = 'server-side apply ignores it';

const options: readonly Option[] = [
  { path: ['install', 'disableHooks'], message: noHooks },
  {
    path: ['install', 'skipCRDs'],
    message: 'it is deprecated, and spec.install.crds replaces it',
    fix: 'set spec.install.crds to Skip, and remove it',
  },
  { path: ['upgrade', 'disableHooks'], message: noHooks },
  { path: ['upgrade', 'force'], message: force },
  {
    path: ['upgrade', 'preserveValues'],
    message: 'Helm merges the values with those of the last release, which are not in Git',
  },
  { path: ['rollback', 'force'], message: force },
  { path: ['rollback', 'recreate'], message: 'Helm 4 ignores it' },
];

function release(upgrade: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  upgrade: ${upgrade}
`;
}
