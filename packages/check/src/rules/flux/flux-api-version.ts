import { groupOf } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const fluxApiVersion: Rule = {
  id: 'flux-api-version',
  set: 'flux',
  title: 'Flux objects use API versions that Flux serves and has not deprecated.',
  why: 'The API server rejects an object of a version that Flux has removed, and Flux removes versions that it has deprecated.',
  source: 'CustomResourceDefinitions of the controllers of Flux',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: kustomization('v1beta2') },
  good: { applied: kustomization('v1') },
  check: ({ applied, target: { flux } }) =>
    applied
      .filter(({ manifest }) => groupOf(manifest).endsWith('.fluxcd.io'))
      // The Flux build reports a HelmRelease of another API version, since it cannot render it.
      .filter(({ manifest }) => manifest.kind !== 'HelmRelease')
      .flatMap((object) => {
        const { apiVersion, kind } = object.manifest;
        const api = `${apiVersion}/${kind}`;
        const isServed = flux.apis.includes(api);
        if (isServed && !flux.deprecated.includes(api)) return [];
        const current = flux.apis.find(
          (one) => one.startsWith(`${groupOf(object.manifest)}/`) && one.endsWith(`/${kind}`),
        );
        return [
          problem(
            object,
            ['apiVersion'],
            isServed
              ? `Flux ${flux.name} has deprecated ${kind} of ${apiVersion}, and a later version removes it`
              : `Flux ${flux.name} does not serve ${kind} of ${apiVersion}, so the API server rejects the object`,
            current === undefined
              ? 'use a kind of Flux'
              : `write ${current.slice(0, current.lastIndexOf('/'))}`,
          ),
        ];
      }),
};

function kustomization(version: string): string {
  return `
apiVersion: kustomize.toolkit.fluxcd.io/${version}
kind: Kustomization
metadata: { name: shop, namespace: flux-system }
`;
}
