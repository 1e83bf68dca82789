import { groupBy, type NetworkDefinition, type NetworkPolicy } from '@helm-charts/types';
import type { Flow } from './flows.ts';
import { keyOfWorkload, type Workload } from './workload.ts';

type Spec = NonNullable<NetworkPolicy['spec']>;
type Egress = NonNullable<Spec['egress']>[number];
type Ingress = NonNullable<Spec['ingress']>[number];
type Peer = NonNullable<Ingress['from']>[number];

/**
 * The NetworkPolicies of flows: in each namespace one that denies everything and one that allows DNS, then one for each workload
 * with the connections to it and from it.
 */
export const policiesOf = (
  flows: readonly Flow[],
  namespaces: readonly string[],
  network: NetworkDefinition,
): readonly NetworkPolicy[] => {
  const ends = flows.flatMap(({ from, to }) => [from, to]).filter((end) => typeof end === 'object');
  const workloads = [...new Map(ends.map((end) => [keyOfWorkload(end), end])).values()];
  return [
    ...namespaces.toSorted().flatMap((namespace) => [denyAll(namespace), allowDns(namespace)]),
    ...workloads
      .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
      .map((workload) => policyOf(workload, flows, network)),
  ];
};

const sortKey = ({ namespace, name }: Workload): string => `${namespace}/${name}`;

const policyOf = (
  workload: Workload,
  flows: readonly Flow[],
  network: NetworkDefinition,
): NetworkPolicy => {
  const is = (end: Flow['from']) =>
    typeof end === 'object' && keyOfWorkload(end) === keyOfWorkload(workload);
  const peersOf = (ends: readonly Flow['from'][]) =>
    ends.flatMap((end) => (typeof end === 'object' ? peer(end, workload.namespace) : []));
  const ingress = byPort(flows.filter(({ to }) => is(to))).map(([port, some]): Ingress => {
    const froms = some.map(({ from }) => from);
    // A rule without peers allows everybody.
    return {
      ...(!froms.includes('outside') && {
        from: [...peersOf(froms), ...(froms.includes('prometheus') ? scrapers(network) : [])],
      }),
      ...portsOf(port),
    };
  });
  const egress = byPort(flows.filter(({ from }) => is(from))).map(([port, some]): Egress => {
    const tos = some.map(({ to }) => to);
    return {
      to: [...peersOf(tos), ...(tos.includes('outside') ? [outside(network)] : [])],
      ...portsOf(port),
    };
  });
  return policy(`allow-${workload.name}`, workload.namespace, {
    podSelector: { matchLabels: workload.labels },
    policyTypes: [
      ...(ingress.length > 0 ? (['Ingress'] as const) : []),
      ...(egress.length > 0 ? (['Egress'] as const) : []),
    ],
    ...(ingress.length > 0 && { ingress }),
    ...(egress.length > 0 && { egress }),
  });
};

const byPort = (flows: readonly Flow[]): readonly (readonly [Flow['port'], readonly Flow[]])[] =>
  [...groupBy(flows, ({ port }) => String(port))].flatMap(([, some]) =>
    some[0] === undefined ? [] : [[some[0].port, some] as const],
  );

const portsOf = (port: Flow['port']) =>
  port === undefined ? {} : { ports: [{ protocol: 'TCP' as const, port }] };

const peer = ({ namespace, labels }: Workload, own: string): Peer => ({
  ...(namespace !== own && { namespaceSelector: { matchLabels: nameOfNamespace(namespace) } }),
  podSelector: { matchLabels: labels },
});

const scrapers = ({ prometheus }: NetworkDefinition): readonly Peer[] =>
  prometheus === undefined
    ? []
    : [{ namespaceSelector: { matchLabels: nameOfNamespace(prometheus) } }];

/** The API server sets this label on each namespace (Kubernetes docs, well-known labels). */
const nameOfNamespace = (name: string) => ({ 'kubernetes.io/metadata.name': name });

const outside = ({ clusterRanges }: NetworkDefinition) => ({
  ipBlock: {
    cidr: '0.0.0.0/0',
    ...(clusterRanges.length > 0 && { except: [...clusterRanges] }),
  },
});

const denyAll = (namespace: string): NetworkPolicy =>
  policy('deny-all', namespace, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

const allowDns = (namespace: string): NetworkPolicy =>
  policy('allow-dns', namespace, {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: nameOfNamespace('kube-system') },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  });

const policy = (name: string, namespace: string, spec: Spec): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
});
