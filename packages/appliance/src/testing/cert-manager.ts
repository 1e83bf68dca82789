import type { Manifest } from '@helm-charts/types';

/** The definition of the kind Certificate, and the Certificate that writes the Secret `web-tls`, with its condition Ready. */
export const certManager = (ready: {
  readonly status: 'True' | 'False';
  readonly message: string;
}): readonly Manifest[] => [
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'certificates.cert-manager.io' },
    spec: {
      group: 'cert-manager.io',
      scope: 'Namespaced',
      names: { kind: 'Certificate', plural: 'certificates' },
      versions: [{ name: 'v1', served: true, storage: true }],
    },
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'web', namespace: 'apps' },
    spec: { secretName: 'web-tls', issuerRef: { name: 'letsencrypt' } },
    status: { conditions: [{ type: 'Ready', ...ready }] },
  },
];
