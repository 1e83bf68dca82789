import {
  type ClusterObject,
  type FieldPath,
  listAt,
  namespaceOf,
  objectsAt,
  stringAt,
} from '@helm-charts/kubernetes';
import { missingTarget } from '../../known/missing.ts';
import type { Target } from '../../known/target.ts';
import type { Rule } from '../../rule.ts';

export const tlsSecretMissing: Rule = {
  id: 'tls-secret-missing',
  set: 'kubernetes',
  title: 'The Secret with the certificate of an Ingress or a Gateway exists.',
  why: 'Without it, an Ingress controller serves its default certificate, and a Gateway does not accept the listener.',
  source: 'Kubernetes docs, Ingress, TLS; Gateway API docs, TLS',
  severity: 'error',
  scope: 'cluster',
  bad: example('web-tsl'),
  good: example('web-tls'),
  check: (context) =>
    [
      ...context.ofKind('Ingress').flatMap((object) => ofIngress(object)),
      ...context.ofKind('Gateway').flatMap((object) => ofGateway(object)),
    ].flatMap((one) =>
      missingTarget(context, {
        ...one,
        tie: 'shared',
        effect: 'so clients do not get the certificate',
        fix: 'correct the name, or create the Secret, for instance with a Certificate',
      }),
    ),
};

interface Reference {
  readonly object: ClusterObject;
  readonly target: Target;
}

const ofIngress = (object: ClusterObject): readonly Reference[] =>
  objectsAt(object.manifest, 'spec', 'tls').flatMap((tls, index) =>
    reference(object, stringAt(tls, 'secretName'), ['spec', 'tls', index, 'secretName']),
  );

const ofGateway = (object: ClusterObject): readonly Reference[] =>
  object.manifest.apiVersion.startsWith('gateway.networking.k8s.io')
    ? objectsAt(object.manifest, 'spec', 'listeners').flatMap((listener, at) =>
        listAt(listener, 'tls', 'certificateRefs').flatMap((one, index) =>
          (stringAt(one, 'kind') ?? 'Secret') === 'Secret'
            ? reference(
                object,
                stringAt(one, 'name'),
                ['spec', 'listeners', at, 'tls', 'certificateRefs', index, 'name'],
                stringAt(one, 'namespace'),
              )
            : [],
        ),
      )
    : [];

const reference = (
  object: ClusterObject,
  name: string | undefined,
  path: FieldPath,
  namespace: string = namespaceOf(object.manifest),
): readonly Reference[] =>
  name ? [{ object, target: { kind: 'Secret', group: '', namespace, name, path } }] : [];

function example(secretName: string): string {
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: shop }
spec: { secretName: web-tls, dnsNames: [shop.example.com], issuerRef: { name: internal } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { tls: [{ hosts: [shop.example.com], secretName: ${secretName} }] }
`;
}
