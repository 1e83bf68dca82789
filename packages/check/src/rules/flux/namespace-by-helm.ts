import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const namespaceByHelm: Rule = {
  id: 'namespace-by-helm',
  set: 'flux',
  title: 'A HelmRelease does not let Helm create its namespace.',
  why: 'Helm creates it without labels, so it enforces no Pod Security level, and Helm never updates or deletes it.',
  source: 'Helm pkg/action/install.go, CreateNamespace',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: release(true) },
  good: { applied: release(false) },
  check: ({ helmReleases }) =>
    helmReleases
      .filter(({ manifest }) => valueAt(manifest, ...field) === true)
      .map((object) =>
        problem(
          object,
          field,
          'Helm creates the namespace without a Pod Security level',
          'set false, and add a Namespace with pod-security.kubernetes.io/enforce to the profile',
        ),
      ),
};

const field = ['spec', 'install', 'createNamespace'] as const;

function release(createNamespace: boolean): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  install: { createNamespace: ${createNamespace} }
`;
}
