import { type Component, type ManifestTemplate, manifest } from '@helm-charts/types';

/** Who may connect to the pods of a component: anybody or the pods of the namespace, to one container port or to all; or nobody. */
export type Visitors =
  | { readonly from: 'anybody' | 'namespace'; readonly port?: string }
  | { readonly from: 'nobody' };

/** A NetworkPolicy for the pods of a component. Only a network plugin that implements NetworkPolicy enforces it. */
export const networkPolicy = (of: Component, visitors: Visitors): ManifestTemplate =>
  manifest('NetworkPolicy', of, {
    spec: {
      podSelector: { matchLabels: of.selector },
      policyTypes: ['Ingress'],
      ingress: visitors.from === 'nobody' ? [] : [rule(visitors.from, visitors.port)],
    },
  });

const rule = (from: 'anybody' | 'namespace', port?: string) => ({
  ...(from === 'namespace' && { from: [{ podSelector: {} }] }),
  ...(port !== undefined && { ports: [{ port, protocol: 'TCP' as const }] }),
});
