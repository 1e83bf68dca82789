import { fluxProblemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** Which APIs a profile may use. */
export const apiRules: readonly Rule[] = [
  {
    id: 'F1',
    scope: 'profile',
    summary: 'A profile uses only APIs of Flux 2.9 that are generally available.',
    source: 'fluxcd/flux2 CHANGELOG and manifests/bases of 2.9',
    check: ({ applied }) =>
      applied.flatMap((manifest) => {
        const { apiVersion } = manifest;
        const [group = ''] = apiVersion.split('/');
        const isFlux = group.endsWith('.fluxcd.io');
        return fluxProblemIf(
          isFlux && !available.has(apiVersion),
          manifest,
          'apiVersion',
          `${apiVersion} is not generally available in Flux 2.9; write ${[...available].find((one) => one.startsWith(`${group}/`)) ?? 'another kind'}`,
        );
      }),
  },
];

const available = new Set([
  'helm.toolkit.fluxcd.io/v2',
  'kustomize.toolkit.fluxcd.io/v1',
  'source.toolkit.fluxcd.io/v1',
  'notification.toolkit.fluxcd.io/v1',
]);
