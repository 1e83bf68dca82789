import {
  type ClusterObject,
  groupOf,
  namespaceOf,
  objectAt,
  stringAt,
} from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { missingTarget } from '../../known/missing.ts';
import type { Problem, Rule } from '../../rule.ts';

export const providerMissing: Rule = {
  id: 'provider-missing',
  set: 'kubernetes',
  title: 'The issuer of a Certificate and the store of an ExternalSecret exist.',
  why: 'Their controllers create no Secret, so the pods that mount it do not start.',
  source: 'cert-manager docs, Certificate resource; external-secrets docs, ExternalSecret',
  severity: 'error',
  scope: 'cluster',
  bad: example('letsencrpyt'),
  good: example('letsencrypt'),
  check: (context) => [
    ...references.flatMap(({ group, kind, path, provider, effect }) =>
      context
        .ofKind(kind)
        .filter(({ manifest }) => groupOf(manifest) === group)
        .flatMap((object) => {
          const reference = objectAt(object.manifest, ...path);
          if ((reference.group ?? group) !== group) return [];
          const name = stringAt(reference, 'name');
          const wanted = stringAt(reference, 'kind') ?? provider;
          // Another kind or group is of another controller.
          const isKnown =
            [provider, `Cluster${provider}`].includes(wanted) &&
            (stringAt(reference, 'group') ?? group) === group;
          return name === undefined || !isKnown
            ? []
            : missing(
                context,
                object,
                { group, kind: wanted, name, path: [...path, 'name'] },
                effect,
              );
        }),
    ),
    ...context.ofKind('Ingress').flatMap((object) => {
      const name = object.manifest.metadata.annotations?.[annotation];
      const path = ['metadata', 'annotations', annotation];
      return name === undefined
        ? []
        : missing(
            context,
            object,
            { group: 'cert-manager.io', kind: 'ClusterIssuer', name, path },
            'so cert-manager creates no certificate',
          );
    }),
  ],
};

const annotation = 'cert-manager.io/cluster-issuer';

const references = [
  {
    group: 'cert-manager.io',
    kind: 'Certificate',
    path: ['spec', 'issuerRef'],
    provider: 'Issuer',
    effect: 'so cert-manager creates no certificate',
  },
  {
    group: 'external-secrets.io',
    kind: 'ExternalSecret',
    path: ['spec', 'secretStoreRef'],
    provider: 'SecretStore',
    effect: 'so the Secret is never created',
  },
] as const;

const missing = (
  context: Context,
  object: ClusterObject,
  {
    kind,
    ...rest
  }: {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly path: readonly string[];
  },
  effect: string,
): readonly Problem[] => {
  const isCluster = kind.startsWith('Cluster');
  // Whoever runs the cluster can provide all of them, unless the tree has one.
  if (isCluster && !context.byKind.has(kind)) return [];
  const namespace = isCluster ? '' : namespaceOf(object.manifest);
  return missingTarget(context, {
    object,
    target: { kind, namespace, ...rest },
    tie: 'shared',
    effect,
  });
};

function example(issuer: string): string {
  return `
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec: { acme: { privateKeySecretRef: { name: letsencrypt } } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: shop }
spec: { secretName: web, issuerRef: { kind: ClusterIssuer, name: ${issuer} } }
`;
}
