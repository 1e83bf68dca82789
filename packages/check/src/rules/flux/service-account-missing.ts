import { namespaceOf, stringAt, valueAt } from '@helm-charts/kubernetes';
import { missingTarget } from '../../known/missing.ts';
import type { Rule } from '../../rule.ts';

export const serviceAccountMissing: Rule = {
  id: 'service-account-missing',
  set: 'flux',
  title: 'The ServiceAccount that Flux impersonates for a Kustomization or a HelmRelease exists.',
  why: 'The API server refuses everything that Flux does in the name of an account without permissions.',
  source: 'kustomize-controller docs/spec/v1/kustomizations.md, Role-based access control',
  severity: 'error',
  scope: 'profile',
  bad: { applied: example('shpo') },
  good: { applied: example('shop') },
  check: (context) =>
    context.applied.flatMap((object) => {
      const { kind, apiVersion, spec } = object.manifest;
      const isFlux = /^(kustomize|helm)\.toolkit\.fluxcd\.io\//.test(apiVersion);
      const name = stringAt(object.manifest, ...path);
      // Of another cluster, the account is in that cluster.
      if (!isFlux || name === undefined || valueAt(spec, 'kubeConfig') !== undefined) return [];
      const namespace = namespaceOf(object.manifest);
      return missingTarget(context, {
        object,
        target: { kind: 'ServiceAccount', group: '', namespace, name, path },
        tie: 'shared',
        effect: `so Flux may not apply the ${kind}`,
      });
    }),
};

const path = ['spec', 'serviceAccountName'] as const;

function example(account: string): string {
  return `
apiVersion: v1
kind: ServiceAccount
metadata: { name: shop, namespace: shop }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: shop, namespace: shop }
spec: { serviceAccountName: ${account} }
`;
}
