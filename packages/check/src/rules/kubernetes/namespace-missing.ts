import { releaseNamespace } from '@helm-charts/flux';
import { type ClusterObject, stringAt, valueAt } from '@helm-charts/kubernetes';
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
    const applied = [
      ...context.applied.filter(({ manifest }) => manifest.metadata.namespace),
      ...context.objects.filter((object) => isInOtherNamespace(object, context)),
    ];
    const hasNamespaces = context.byKind.has('Namespace');
    return [...groupBy(applied, ({ manifest }) => manifest.metadata.namespace ?? '')].flatMap(
      ([name, objects]) => {
        const [object] = objects;
        if (object === undefined || created.has(name)) return [];
        const path = ['metadata', 'namespace'];
        return missingTarget(context, {
          object,
          target: { kind: 'Namespace', group: '', namespace: '', name, path },
          tie: 'shared',
          effect: 'so the API server rejects every object in it',
          ...(!hasNamespaces && !isApplication(objects) && { severity: 'warning' }),
        });
      },
    );
  },
};

/** Whether a chart puts an object into another namespace than that of its release, which the HelmRelease names. */
const isInOtherNamespace = (object: ClusterObject, { releaseOf }: Context): boolean => {
  const [release, { namespace }] = [releaseOf(object), object.manifest.metadata];
  return (
    release !== undefined &&
    namespace !== undefined &&
    namespace !== releaseNamespace(release.helmRelease)
  );
};

/** Whether objects are a whole application, which brings its Namespace. A few objects are often for one that is there. */
const isApplication = (objects: readonly ClusterObject[]): boolean =>
  objects.length > 4 &&
  objects.some(({ manifest }) => /^(Deployment|StatefulSet|DaemonSet)$/.test(manifest.kind));

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
