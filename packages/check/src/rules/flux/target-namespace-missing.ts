import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const targetNamespaceMissing: Rule = {
  id: 'target-namespace-missing',
  set: 'flux',
  title: 'The profile contains the target namespace of each HelmRelease.',
  why: 'Helm cannot install a release into a namespace that does not exist.',
  source: 'helm-controller docs/spec/v2/helmreleases.md, targetNamespace',
  severity: 'error',
  scope: 'profile',
  bad: { applied: release('shpo') },
  good: { applied: release('shop') },
  check: ({ helmReleases, ofKind }) => {
    const namespaces = ofKind('Namespace').map(({ manifest }) => manifest.metadata.name);
    return helmReleases.flatMap((object) => {
      const target = stringAt(object.manifest, ...field);
      return target === undefined || namespaces.includes(target)
        ? []
        : [
            problem(
              object,
              field,
              `the profile has no Namespace ${target}, so Helm cannot install the release`,
              'correct the name, or add the Namespace',
            ),
          ];
    });
  },
};

const field = ['spec', 'targetNamespace'] as const;

function release(targetNamespace: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: flux-system }
spec: { targetNamespace: ${targetNamespace} }
`;
}
