import {
  type Component,
  type ManifestTemplate,
  manifest,
  type Ref,
  type When,
} from '@helm-charts/types';

/**
 * Who may connect to the pods of a component: anybody, the pods of the namespace or those of another namespace, to one container port or to all;
 * or nobody.
 */
export type Visitors =
  | {
      readonly from: 'anybody' | 'namespace' | { readonly namespace: string | Ref<string> };
      readonly port?: string;
    }
  | { readonly from: 'nobody' };

type Rule = ReturnType<typeof visitorRule>;

/**
 * A NetworkPolicy for the pods of a component. Only a network plugin that implements NetworkPolicy enforces it. `more` are further visitors, for
 * example `when(v.metrics.enabled, visitorRule({ from: { namespace: 'monitoring' }, port: 'metrics' }))`.
 */
export const networkPolicy = (
  of: Component,
  visitors: Visitors,
  ...more: readonly (Rule | When<Rule>)[]
): ManifestTemplate =>
  manifest('NetworkPolicy', of, {
    spec: {
      podSelector: { matchLabels: of.selector },
      policyTypes: ['Ingress'],
      ingress: [...(visitors.from === 'nobody' ? [] : [visitorRule(visitors)]), ...more],
    },
  });

/** The ingress rule of a NetworkPolicy for visitors. */
export const visitorRule = ({
  from,
  port,
}: Exclude<Visitors, { readonly from: 'nobody' }>): {
  readonly from?: readonly object[];
  readonly ports?: readonly { readonly port: string; readonly protocol: 'TCP' }[];
} => ({
  ...(from !== 'anybody' && { from: [peerOf(from)] }),
  ...(port !== undefined && { ports: [{ port, protocol: 'TCP' as const }] }),
});

const peerOf = (from: 'namespace' | { readonly namespace: string | Ref<string> }) =>
  from === 'namespace'
    ? { podSelector: {} }
    : {
        // The API server sets this label on each namespace (Kubernetes docs, well-known labels).
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': from.namespace } },
      };
