import { releaseName, releaseNamespace, storageNamespace } from '@helm-charts/flux';
import { keyOf } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const releaseRenamed: Rule = {
  id: 'release-renamed',
  set: 'flux',
  title:
    'A HelmRelease keeps the releaseName, targetNamespace and storageNamespace of the previous release.',
  why: 'helm-controller uninstalls the Helm release of the old name, with all its objects, and installs a new one.',
  source: 'helm-controller internal/controller/helmrelease_controller.go',
  severity: 'error',
  scope: 'cluster',
  bad: { applied: release('shop'), previous: { applied: release('web') } },
  good: { applied: release('web'), previous: { applied: release('web') } },
  check: ({ helmReleases, previous }) => {
    const before = new Map(
      previous?.objects.map(({ manifest }) => [keyOf(manifest), manifest] as const),
    );
    return helmReleases.flatMap((object) => {
      const { manifest } = object;
      const old = before.get(keyOf(manifest));
      return Object.entries(names)
        .filter(([, nameOf]) => old !== undefined && nameOf(old) !== nameOf(manifest))
        .map(([field, nameOf]) =>
          problem(
            object,
            ['spec', field],
            `it was ${old && nameOf(old)} in the previous release, and after a rename Flux uninstalls the old Helm release with all its objects`,
            `set it to ${old && nameOf(old)}`,
          ),
        );
    });
  },
};

/** These fields together identify a Helm release. */
const names = { releaseName, targetNamespace: releaseNamespace, storageNamespace } as const;

function release(name: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { releaseName: ${name} }
`;
}
