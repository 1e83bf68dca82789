import { groupOf } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { problem, type Rule } from '../../rule.ts';

export const fluxApiVersion: Rule = {
  id: 'flux-api-version',
  set: 'flux',
  title: 'Flux objects use API versions that are generally available (GA) in Flux 2.9.',
  why: 'Flux removes alpha and beta APIs, and the API server then rejects the object.',
  source: 'fluxcd/flux2 CHANGELOG and manifests/bases of 2.9',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: kustomization('v1beta2') },
  good: { applied: kustomization('v1') },
  check: ({ applied }) =>
    applied
      .filter(({ manifest }) => groupOf(manifest).endsWith('.fluxcd.io'))
      .filter(({ manifest }) => !available.has(manifest.apiVersion) && !isNewest(manifest))
      // The Flux build reports a HelmRelease of another API version, since it cannot render it.
      .filter(({ manifest }) => manifest.kind !== 'HelmRelease')
      .map((object) => {
        const { apiVersion } = object.manifest;
        const current = [...available].find((one) =>
          one.startsWith(`${groupOf(object.manifest)}/`),
        );
        return problem(
          object,
          ['apiVersion'],
          `${apiVersion} is not generally available in Flux 2.9, and a later version of Flux removes it`,
          current === undefined ? 'use a kind with a GA API version' : `write ${current}`,
        );
      }),
};

/** Kinds of which Flux 2.9 has no GA version (fluxcd/flux2 manifests/bases). */
const isNewest = ({ apiVersion, kind }: Manifest): boolean =>
  (apiVersion === 'notification.toolkit.fluxcd.io/v1beta3' && kind !== 'Receiver') ||
  apiVersion === 'source.extensions.fluxcd.io/v1beta1';

const available = new Set([
  'image.toolkit.fluxcd.io/v1',
  'helm.toolkit.fluxcd.io/v2',
  'kustomize.toolkit.fluxcd.io/v1',
  'source.toolkit.fluxcd.io/v1',
  'notification.toolkit.fluxcd.io/v1',
]);

function kustomization(version: string): string {
  return `
apiVersion: kustomize.toolkit.fluxcd.io/${version}
kind: Kustomization
metadata: { name: shop, namespace: flux-system }
`;
}
