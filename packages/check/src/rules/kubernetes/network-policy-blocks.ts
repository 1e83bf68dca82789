import {
  type ClusterObject,
  groupOf,
  isObject,
  listAt,
  objectAt,
  objectsAt,
  type Pod,
  type Service,
  stringsAt,
  targetPort,
  valueAt,
} from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';
import type { Context } from '../../context.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { backendsOf } from './backends.ts';

export const networkPolicyBlocks: Rule = {
  id: 'network-policy-blocks',
  set: 'kubernetes',
  title:
    'The NetworkPolicies of pods allow connections to a port of their Service, and the connections that the pods open.',
  why: 'A policy that selects a pod denies everything that no policy allows, so clients of the Service time out.',
  source: 'Kubernetes docs, Network Policies, The two sorts of pod isolation',
  severity: 'error',
  scope: 'cluster',
  bad: example('[]'),
  good: example('[{ ports: [{ port: 8080 }] }]'),
  check: (context) => {
    if (!context.seesAll) return [];
    const policiesOf = isolation(context);
    const used = usedServices(context);
    return [
      ...context.services
        .filter(({ namespace, name }) => used.has(`${namespace}/${name}`))
        .flatMap((service) => closedService(service, context, policiesOf)),
      ...context.pods.flatMap((pod) => closedClient(pod, policiesOf)),
    ];
  },
};

/** The Services that other objects connect to. A Service that nobody uses may be closed. */
const usedServices = (context: Context): ReadonlySet<string> =>
  new Set([
    ...context.addresses.map(({ namespace, service }) => `${namespace}/${service}`),
    ...backendsOf(context).map(({ target: { namespace, name } }) => `${namespace}/${name}`),
  ]);

type Direction = 'ingress' | 'egress';

/** The NetworkPolicies that select a pod for a direction. */
type PoliciesOf = (pod: Pod, direction: Direction) => readonly ClusterObject[];

const isolation = ({ ofKind, selectPods }: Context): PoliciesOf => {
  const found = new Map<Pod, ClusterObject[]>();
  for (const object of ofKind('NetworkPolicy')) {
    const { manifest } = object;
    if (groupOf(manifest) !== 'networking.k8s.io') continue;
    const selector = objectAt(manifest, 'spec', 'podSelector');
    for (const pod of selectPods(manifest.metadata.namespace ?? 'default', selector))
      found.set(pod, [...(found.get(pod) ?? []), object]);
  }
  return (pod, direction) =>
    (found.get(pod) ?? []).filter(({ manifest }) => typesOf(manifest.spec).includes(direction));
};

/** Without `policyTypes`, a policy is for ingress, and for egress if it has rules for it. */
const typesOf = (spec: unknown): readonly string[] => {
  const types = stringsAt(spec, 'policyTypes').map((type) => type.toLowerCase());
  if (types.length > 0) return types;
  return listAt(spec, 'egress').length > 0 ? ['ingress', 'egress'] : ['ingress'];
};

const closedService = (
  { object, namespace, selector, ports }: Service,
  { selectPods }: Context,
  policiesOf: PoliciesOf,
): readonly Problem[] => {
  if (Object.keys(selector).length === 0 || ports.length === 0) return [];
  const [pod, ...others] = selectPods(namespace, { matchLabels: selector });
  if (pod === undefined || others.length > 0) return [];
  const policies = policiesOf(pod, 'ingress');
  const [policy] = policies;
  if (policy === undefined) return [];
  const rules = policies.flatMap(({ manifest }) => objectsAt(manifest, 'spec', 'ingress'));
  const isOpen = ports.some((port) =>
    rules.some((rule) => allows(rule, targetPort(port, pod), port, pod)),
  );
  if (isOpen) return [];
  const { kind, metadata } = object.manifest;
  return [
    problem(
      policy,
      ['spec'],
      `it selects the pods of ${kind} ${namespace}/${metadata.name}, and no policy allows a connection to a port of the Service, so its clients time out`,
      'add a rule to spec.ingress with the port of the pods, or correct the selector',
    ),
  ];
};

/** Whether a rule allows a port from anywhere at all. A rule without ports allows all of them. */
const allows = (
  rule: JsonObject,
  number: number | undefined,
  { protocol = 'TCP' }: JsonObject,
  pod: Pod,
): boolean => {
  const ports = objectsAt(rule, 'ports');
  return (
    ports.length === 0 ||
    number === undefined ||
    ports.some((one) => {
      if ((one.protocol ?? 'TCP') !== protocol) return false;
      const { port, endPort } = one;
      if (port === undefined) return true;
      if (typeof port === 'number')
        return (
          port === number || (typeof endPort === 'number' && port <= number && number <= endPort)
        );
      return targetPort({ targetPort: port }, pod) === number;
    })
  );
};

/** A pod that connects to another Service, and that no policy allows any connection. */
const closedClient = (pod: Pod, policiesOf: PoliciesOf): readonly Problem[] => {
  const [policy, ...others] = policiesOf(pod, 'egress');
  const [address] = pod.containers
    .flatMap(({ addresses }) => addresses)
    .filter(({ isCertain }) => isCertain);
  if (policy === undefined || address === undefined) return [];
  const isClosed = [policy, ...others].every(
    ({ manifest }) => !listAt(manifest, 'spec', 'egress').some(isObject),
  );
  return isClosed && valueAt(pod.spec, 'hostNetwork') !== true
    ? [
        problem(
          policy,
          ['spec'],
          `it selects ${pod.kind} ${pod.namespace}/${pod.object.manifest.metadata.name}, which connects to Service ${address.namespace}/${address.service}, and no policy allows a connection from it, not even to the DNS server`,
          'add rules to spec.egress for the DNS server and the Service, or correct the selector',
        ),
      ]
    : [];
};

function example(ingress: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx:1.29.3 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress], ingress: ${ingress} }
`;
}
