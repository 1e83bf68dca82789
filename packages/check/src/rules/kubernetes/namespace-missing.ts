import { stringAt, valueAt } from '@helm-charts/kubernetes';
import { groupBy } from '@helm-charts/types';
import type { Context } from '../../context.ts';
import { missingTarget } from '../../known/missing.ts';
import type { Rule } from '../../rule.ts';

export const namespaceMissing: Rule = {
  id: 'namespace-missing',
  set: 'kubernetes',
  title: 'The namespace of each object exists.',
  why: 'The API server rejects an object in a namespace that does not exist.',
  source: 'Kubernetes staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle',
  severity: 'error',
  scope: 'cluster',
  bad: example('shpo'),
  good: example('shop'),
  check: (context) => {
    if (!context.seesAll) return [];
    const created = new Set(createdNamespaces(context));
    const applied = context.applied.filter(({ manifest }) => manifest.metadata.namespace);
    return [...groupBy(applied, ({ manifest }) => manifest.metadata.namespace ?? '')].flatMap(
      ([name, [object]]) =>
        object === undefined || created.has(name)
          ? []
          : missingTarget(context, {
              object,
              target: {
                kind: 'Namespace',
                group: '',
                namespace: '',
                name,
                path: ['metadata', 'namespace'],
              },
              tie: 'shared',
              effect: 'so the API server rejects every object in it',
            }),
    );
  },
};

/** `flux install` creates flux-system. Helm creates the namespace of a release if it is asked to. */
const createdNamespaces = ({ helmReleases }: Context): readonly string[] => [
  'flux-system',
  ...helmReleases
    .filter(({ manifest }) => valueAt(manifest, 'spec', 'install', 'createNamespace') === true)
    .flatMap(
      ({ manifest }) =>
        stringAt(manifest, 'spec', 'targetNamespace') ?? manifest.metadata.namespace ?? [],
    ),
];

function example(namespace: string): { readonly applied: string } {
  return {
    applied: `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: ${namespace} }
`,
  };
}
