import type { Manifest, NetworkPolicy } from '@helm-charts/types';

/** A pod in the target namespace, by its labels, or addresses outside of the cluster. */
export type End = Readonly<Record<string, string>> | 'outside' | 'dns';

/** Traffic from one end to another. */
export interface Traffic {
  readonly from: End;
  readonly to: End;
  readonly port: number | string;
  /** TCP unless set. */
  readonly protocol?: 'UDP';
}

type Spec = NonNullable<NetworkPolicy['spec']>;
type Rule = NonNullable<Spec['ingress']>[number] & NonNullable<Spec['egress']>[number];
/** Whom a rule of a policy allows. */
export type Peer = NonNullable<Rule['from']>[number];

/** The NetworkPolicies among manifests. */
export const policiesIn = (manifests: readonly Manifest[]): readonly NetworkPolicy[] =>
  // The kind says which type it is.
  manifests.filter(({ kind }) => kind === 'NetworkPolicy') as readonly NetworkPolicy[];

/**
 * Whether policies of one namespace allow traffic: a pod that a policy of a direction selects may only do what a rule of such a policy
 * allows (Kubernetes docs, Network Policies).
 */
export const allows = (policies: readonly NetworkPolicy[], traffic: Traffic): boolean =>
  isAllowed(policies, 'Egress', traffic.from, traffic.to, traffic) &&
  isAllowed(policies, 'Ingress', traffic.to, traffic.from, traffic);

/** The policies without one peer, or without one rule if it has no peers: one variant for each. */
export const withoutEachPeer = (
  policies: readonly NetworkPolicy[],
): readonly (readonly [string, readonly NetworkPolicy[]])[] =>
  policies.flatMap((policy) =>
    (['ingress', 'egress'] as const).flatMap((direction) =>
      (policy.spec?.[direction] ?? []).flatMap((rule: Rule, at) => {
        const field = direction === 'ingress' ? 'from' : 'to';
        const peers = rule[field] ?? [undefined];
        return peers.map((peer) => {
          const rest = peers.filter((other) => other !== peer && other !== undefined);
          const rules = (policy.spec?.[direction] ?? []) as readonly Rule[];
          const changed = [
            ...rules.slice(0, at),
            // An empty list would allow everybody.
            ...(rest.length > 0 ? [{ ...rule, [field]: rest }] : []),
            ...rules.slice(at + 1),
          ];
          const spec = { ...policy.spec, [direction]: changed } as Spec;
          const name = `${policy.metadata?.name} ${direction} ${JSON.stringify(peer ?? 'anybody')}`;
          return [
            name,
            policies.map((one) => (one === policy ? { ...policy, spec } : one)),
          ] as const;
        });
      }),
    ),
  );

const isAllowed = (
  policies: readonly NetworkPolicy[],
  direction: 'Ingress' | 'Egress',
  own: End,
  other: End,
  { port, protocol }: Traffic,
): boolean => {
  if (typeof own === 'string') return true;
  const applied = policies.filter(
    ({ spec }) =>
      spec?.policyTypes?.includes(direction) && matches(spec.podSelector?.matchLabels, own),
  );
  if (applied.length === 0) return true;
  const rules = applied.flatMap(
    ({ spec }) => (direction === 'Ingress' ? spec?.ingress : spec?.egress) ?? [],
  ) as readonly Rule[];
  return rules.some((rule) => {
    const peers = direction === 'Ingress' ? rule.from : rule.to;
    return (
      (peers === undefined || peers.length === 0 || peers.some((peer) => isPeer(peer, other))) &&
      (rule.ports === undefined ||
        rule.ports.some((one) => one.port === port && one.protocol === (protocol ?? 'TCP')))
    );
  });
};

const isPeer = ({ ipBlock, podSelector, namespaceSelector }: Peer, end: End): boolean => {
  if (end === 'outside') return ipBlock?.cidr === '0.0.0.0/0';
  if (end === 'dns') {
    const namespace = namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
    return namespace === 'kube-system' && podSelector?.matchLabels?.['k8s-app'] === 'kube-dns';
  }
  return (
    ipBlock === undefined &&
    namespaceSelector === undefined &&
    matches(podSelector?.matchLabels, end)
  );
};

const matches = (
  selector: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>>,
): boolean => Object.entries(selector).every(([key, value]) => labels[key] === value);
