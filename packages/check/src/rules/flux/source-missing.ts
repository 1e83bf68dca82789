import { keyFor, namespaceOf, stringAt, valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const sourceMissing: Rule = {
  id: 'source-missing',
  set: 'flux',
  title: 'The profile contains the source of each Kustomization and HelmRelease.',
  why: 'Flux waits forever for a missing source and applies nothing from it.',
  source: 'kustomize-controller docs/spec/v1/kustomizations.md, Source reference',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: example('shpo') },
  good: { applied: example('shop') },
  // The Flux build reports a missing HelmRepository of a HelmRelease and a missing object of a chartRef.
  check: ({ applied, byKey }) =>
    applied.flatMap((object) => {
      const path = references[object.manifest.kind];
      const reference = path && valueAt(object.manifest, ...path);
      const [kind, name] = [stringAt(reference, 'kind'), stringAt(reference, 'name')];
      if (path === undefined || kind === undefined || name === undefined) return [];
      if (object.manifest.kind === 'HelmRelease' && kind === 'HelmRepository') return [];
      const namespace = stringAt(reference, 'namespace') ?? namespaceOf(object.manifest);
      return byKey.has(keyFor(kind, namespace, name, 'source.toolkit.fluxcd.io'))
        ? []
        : [
            problem(
              object,
              [...path, 'name'],
              `the profile has no ${kind} ${namespace}/${name}, so Flux waits for it forever`,
              'correct the name, or add the source',
            ),
          ];
    }),
};

const references: Readonly<Record<string, readonly string[]>> = {
  Kustomization: ['spec', 'sourceRef'],
  HelmRelease: ['spec', 'chart', 'spec', 'sourceRef'],
};

function example(name: string): string {
  return `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: shop, namespace: flux-system }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: shop, namespace: flux-system }
spec:
  sourceRef: { kind: GitRepository, name: ${name} }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  chart:
    spec:
      chart: ./charts/web
      sourceRef: { kind: GitRepository, name: ${name}, namespace: flux-system }
`;
}
